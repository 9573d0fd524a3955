-- The callers of all workers in the order of their arrival. Those of this one whose turn it is are granted.
-- A worker's claim names all its callers, so one that has left is gone with the next exchange of its worker.

local waiting, others = {interactive = {}, background = {}}, 0
local mine, arrivals, granted, waits, left = {}, {}, {}, {}, {}

local stored = redis.call('HGETALL', claims)
for i = 1, #stored, 2 do
  local worker, claim = stored[i], cjson.decode(stored[i + 1])
  if claim.ends <= now then
    redis.call('HDEL', claims, worker)
  else
    for _, call in ipairs(claim.calls) do
      if worker == ask.worker then
        arrivals[call.id] = call.arrival
      else
        table.insert(waiting[call.priority], call)
        others = others + 1
      end
    end
  end
end

for _, call in ipairs(ask.calls) do
  if redis.call('ZSCORE', log, 'open:' .. ask.worker .. ':' .. text(call.id)) then
    granted[#granted + 1] = call.id -- its answer got lost
  else
    call.arrival = arrivals[call.id] or count() - (call.first and BEFORE_ALL or 0)
    table.insert(waiting[call.priority], call)
    mine[call] = true
  end
end

for _, calls in pairs(waiting) do
  table.sort(calls, function(one, other)
    return one.arrival < other.arrival
  end)
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

local at, passed = {interactive = 1, background = 1}, s.passed or 0
local ahead, background_ahead, blocked = 0, 0, false

local function following()
  local interactive, other = waiting.interactive[at.interactive], waiting.background[at.background]
  local turn = other and passed >= SHARE - 1 and background_free - background_ahead >= other.n
  local call = (not interactive or turn) and other or interactive
  at[call.priority] = at[call.priority] + 1
  passed = call == interactive and other and passed + 1 or 0
  return call, interactive ~= nil
end

local background_waiting = #waiting.background
local function grant(call)
  for i = 0, call.n - 1 do
    local id = ask.worker .. ':' .. text(call.id + i)
    redis.call('ZADD', log, text(now + ask.span + ask.in_flight), 'open:' .. id)
    if call.priority == 'background' then
      redis.call('ZADD', background, text(now + ask.span), id)
    end
  end
  free = free - call.n
  background_free = background_free - (call.priority == 'background' and call.n or 0)
  s.level = s.level and s.level - call.n
  background_waiting = background_waiting - (call.priority == 'background' and 1 or 0)
  s.passed = call.priority == 'interactive' and background_waiting > 0 and (s.passed or 0) + 1 or 0
  if s.pause then
    s.probe, s.probe_ends = ask.worker .. ':' .. text(call.id), now + ask.probe_timeout
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

for _ = 1, #waiting.interactive + #waiting.background do
  local call, in_turn = following()
  local is_background = call.priority == 'background'
  local kept_back = is_background and background_free - background_ahead < call.n
  local may = not kept_back and fits(call, in_turn and is_background)
  if may and mine[call] then
    grant(call)
  else
    if mine[call] then
      waits[#waits + 1] = {call.id, wait_of(call, in_turn and is_background)}
      left[#left + 1] = call
    end
    ahead = ahead + (kept_back and 0 or call.n)
    background_ahead = background_ahead + (is_background and call.n or 0)
  end
  blocked = blocked or not (may or kept_back)
end

redis.call('HSET', claims, ask.worker, cjson.encode({ends = now + ask.queue_ttl, calls = left}))
