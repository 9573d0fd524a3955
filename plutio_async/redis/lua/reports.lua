-- The worker's reports: outcomes of its calls, and the headers of the API.

redis.call('ZREMRANGEBYSCORE', log, '(0', text(now - ask.in_flight))
redis.call('ZREMRANGEBYSCORE', background, '(0', text(now))

local function limit()
  return s.limit_until and s.limit or ask.limit
end

-- Slots that no call gets until s.limit_until, because the API allows fewer.
local function withheld(key)
  local missing = ask.limit - limit()
  local spared = ask.reserve - math.floor(ask.reserve * limit() / ask.limit)
  return key == background and missing - spared or missing
end

local function used(key)
  return redis.call('ZCOUNT', key, '(' .. text(now), '+inf')
end

local function give_back(tokens)
  if s.level then
    s.level = math.min(ask.capacity, s.level + tokens)
  end
end

local function lose_probe(id)
  if id == nil or s.probe == id then
    s.probe, s.probe_ends = nil, nil
  end
end

local handle = {}

function handle.add(id, age)
  if not (redis.call('ZSCORE', log, 'open:' .. id) or redis.call('ZSCORE', log, 'done:' .. id)) then
    redis.call('ZADD', log, text(now - age + ask.span + ask.in_flight), 'open:' .. id)
  end
end

-- A call may end after its slot was free: the API may have counted it just now.
function handle.settle(id, age, grace_period)
  redis.call('ZREM', log, 'open:' .. id)
  redis.call('ZADD', log, text(now - age + ask.span + grace_period), 'done:' .. id)
  lose_probe(id)
end

function handle.undo(id)
  if redis.call('ZREM', log, 'open:' .. id) == 1 then
    give_back(1)
  end
  redis.call('ZREM', background, id)
  lose_probe(id)
end

function handle.pause(_, age, seconds)
  s.pause = math.max(now - age + seconds, s.pause or 0)
  lose_probe()
end

function handle.confirm(id)
  if s.probe == id then
    s.pause, s.probe, s.probe_ends = nil, nil, nil
  end
end

function handle.limit(_, age, number, lasts)
  local ends = now - age + lasts
  if ends > now then
    s.limit, s.limit_until = number, number < ask.limit and ends or nil
  end
end

-- Shortly before its reset an answer may be about a minute's limit, unless the number is known.
handle['limit again'] = function(_, age, number, lasts)
  if number == s.limit then
    handle.limit(_, age, number, lasts)
  end
end

-- The API may know of more calls than the log. Slots that became free while its answer was on the way, since the
-- oldest call that was under way, are no difference.
function handle.remaining(_, age, number, resets, since)
  local freed = redis.call('ZCOUNT', log, '(' .. text(now - age - since), text(now))
  local unknown = math.min(limit() - used(log) - freed - number, limit())
  for i = 1, unknown do
    local ends = resets >= 0 and now - age + resets or now + ask.span * i / unknown
    redis.call('ZADD', log, text(ends), 'foreign:' .. text(count()))
  end
end

for _, report in ipairs(ask.reports) do
  handle[report[1]](report[2], report[3], report[4], report[5], report[6])
end
