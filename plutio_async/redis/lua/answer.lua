-- Writes the state back, and the answer for the worker.

local last = redis.call('ZRANGE', log, -1, -1, 'WITHSCORES')
local ttl = math.ceil((ask.span + 2 * ask.in_flight + ask.queue_ttl + math.max(0, opens_at() - now)) / 1000) + 60000

local kept, gone = {}, {}
for _, name in ipairs(FIELDS) do
  if s[name] == nil then
    gone[#gone + 1] = name
  else
    kept[#kept + 1] = name
    kept[#kept + 1] = type(s[name]) == 'number' and string.format('%.17g', s[name]) or s[name]
  end
end
redis.call('HSET', state, unpack(kept))
if #gone > 0 then
  redis.call('HDEL', state, unpack(gone))
end
for _, key in ipairs(KEYS) do
  redis.call('PEXPIRE', key, ttl)
end

return cjson.encode({
  epoch = epoch,
  granted = granted,
  waits = waits,
  probe = s.probe or '',
  limit = limit(),
  free = free,
  next = math.max(0, moment(log, ask.limit, math.max(1, free + 1)) - now),
  last = math.max(0, tonumber(last[2]) - now, (s.limit_until or now) - now),
  paused = s.pause and math.max(1, (s.probe and s.probe_ends or s.pause) - now) or 0,
  closed = closed and s.closed - now or 0,
  others = others,
})
