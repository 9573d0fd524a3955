-- The worker's callers join the queue, and those whose turn it is are granted.

redis.call('ZADD', workers, text(now + ask.queue_ttl), ask.worker)
redis.call('ZREMRANGEBYSCORE', workers, '-inf', text(now))

local asked, granted, waits = {}, {}, {}
for _, call in ipairs(ask.calls) do
  local id, n, priority, first = call[1], call[2], call[3], call[4]
  if redis.call('ZSCORE', log, 'open:' .. ask.worker .. ':' .. text(id)) then
    granted[#granted + 1] = id -- its answer got lost
  else
    local caller = ask.worker .. ':' .. text(id) .. ':' .. text(n)
    asked[caller] = true
    s.count = (s.count or 0) + 1
    redis.call('ZADD', queues[priority], 'NX', text(s.count - (first and BEFORE_ALL or 0)), caller)
  end
end

local function callers(priority)
  local found = {}
  for _, caller in ipairs(redis.call('ZRANGE', queues[priority], 0, -1)) do
    local worker, id, n = string.match(caller, '^(%w+):(%d+):(%d+)$')
    if redis.call('ZSCORE', workers, worker) then
      found[#found + 1] = {caller = caller, worker = worker, id = tonumber(id), n = tonumber(n), priority = priority}
    else
      redis.call('ZREM', queues[priority], caller)
    end
  end
  return found
end

local function end_of(key, slot)
  local gone = redis.call('ZCOUNT', key, '-inf', text(now))
  local entry = redis.call('ZRANGE', key, gone + slot - 1, gone + slot - 1, 'WITHSCORES')
  return tonumber(entry[2]) - (string.sub(entry[1], 1, 5) == 'open:' and ask.in_flight or 0)
end

local function moment(key, size, slots)
  local missing = (slots - 1) % size + 1 - (size - used(key))
  local start = missing > 0 and end_of(key, missing) or now
  local more = missing + withheld(key) -- that many have to end while the API allows fewer
  if s.limit_until and more > 0 then
    start = math.min(more <= used(key) and end_of(key, more) or math.huge, math.max(start, s.limit_until))
  end
  return math.max(start, now) + math.floor((slots - 1) / size) * ask.span
end

local shapes = ask.capacity < ask.limit
local rate = ask.limit / ask.period
if shapes then
  s.level = math.min(ask.capacity, (s.level or ask.capacity) + (now - (s.level_at or now)) * rate)
  s.level_at = now
end

local background_limit = ask.limit - ask.reserve
local free = ask.limit - used(log) - withheld(log)
local background_free = background_limit - used(background) - withheld(background)
local closed = s.closed and s.closed > now

local function opens_at()
  return math.max(now, s.closed or 0, s.probe and s.probe_ends or s.pause or 0)
end

local waiting = {callers('interactive'), callers('background')}
local at, passed = {1, 1}, s.passed or 0
local ahead, background_ahead, blocked = 0, 0, false

local function following()
  local interactive, other = waiting[1][at[1]], waiting[2][at[2]]
  local turn = other and passed >= SHARE - 1 and background_free - background_ahead >= other.n
  local which = (not interactive or turn) and 2 or 1
  local call = waiting[which][at[which]]
  at[which] = at[which] + 1
  passed = which == 1 and other and passed + 1 or 0
  return call, interactive ~= nil
end

local background_waiting = #waiting[2]
local function grant(call)
  for i = 0, call.n - 1 do
    local id = call.worker .. ':' .. text(call.id + i)
    redis.call('ZADD', log, text(now + ask.span + ask.in_flight), 'open:' .. id)
    if call.priority == 'background' then
      redis.call('ZADD', background, text(now + ask.span), id)
    end
  end
  redis.call('ZREM', queues[call.priority], call.caller)
  free = free - call.n
  background_free = background_free - (call.priority == 'background' and call.n or 0)
  s.level = s.level and s.level - call.n
  background_waiting = background_waiting - (call.priority == 'background' and 1 or 0)
  s.passed = call.priority == 'interactive' and background_waiting > 0 and (s.passed or 0) + 1 or 0
  if s.pause then
    s.probe, s.probe_ends = call.worker .. ':' .. text(call.id), now + ask.probe_timeout
  end
  granted[#granted + 1] = call.id
end

local function tokens_for(call, in_turn)
  return ahead + call.n + (call.priority == 'background' and not in_turn and ask.spare_tokens or 0)
end

local function fits(call, in_turn)
  if blocked or opens_at() > now then
    return false
  end
  return ahead + call.n <= free and (not shapes or s.level - tokens_for(call, in_turn) >= -0.000001)
end

local function wait_of(call, in_turn)
  local due = math.max(opens_at(), moment(log, ask.limit, ahead + call.n))
  if shapes then
    due = math.max(due, now + (tokens_for(call, in_turn) - s.level) / rate)
  end
  if call.priority == 'background' then
    due = math.max(due, moment(background, background_limit, background_ahead + call.n))
  end
  return math.ceil(due - now)
end

for _ = 1, #waiting[1] + #waiting[2] do
  local call, in_turn = following()
  local is_background, mine = call.priority == 'background', asked[call.caller]
  local kept_back = is_background and background_free - background_ahead < call.n
  local may = not kept_back and fits(call, in_turn and is_background)
  if may and mine then
    grant(call)
  else
    if mine then
      waits[#waits + 1] = {call.id, wait_of(call, in_turn and is_background)}
    end
    ahead = ahead + (kept_back and 0 or call.n)
    background_ahead = background_ahead + (is_background and call.n or 0)
  end
  blocked = blocked or not (may or kept_back)
end
