-- One exchange between a worker and the shared budget: its reports, then its callers, then the answer.
-- All times are microseconds of the server's clock, all durations microseconds.
--
--   log         a slot for each call: 'open:<id>', 'done:<id>' or 'foreign:<n>', by the moment when it becomes free
--   background  the slots of background calls once more, for the reserve
--   state       the pause, the bucket, the server's limit, and the marks of lost logs
--   claims      the callers that wait in each worker, as of its last exchange

local log, background, state, claims = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local ask = cjson.decode(ARGV[1])
local BEFORE_ALL = 1e12 -- callers that go first have arrivals below all that count from one; JSON keeps 14 digits
local SHARE = 10 -- while both wait, every tenth grant is a background one
local FIELDS = {'epoch', 'now', 'period', 'limit', 'pause', 'probe', 'probe_ends', 'closed', 'passed', 'count', 'level', 'level_at', 'limit_until'}

local s = {}
for i, value in ipairs(redis.call('HMGET', state, unpack(FIELDS))) do
  s[FIELDS[i]] = value and (tonumber(value) or value) or nil
end
local epoch = redis.call('HGET', state, 'epoch')

local time = redis.call('TIME')
local now = math.max(time[1] * 1000000 + time[2], s.now or 0) -- a clock that was put back frees nothing early
local silence = now - (s.now or now)
s.now = now

if s.period and s.period ~= ask.period then
  return cjson.encode({period = s.period})
end
s.period = ask.period

local function text(number)
  return string.format('%.0f', number)
end

local function count()
  s.count = (s.count or 0) + 1
  return s.count
end

if s.limit_until and s.limit_until <= now then
  s.limit_until = nil
  s.pause = s.pause or now -- one call goes first: its answer may state the lower limit again
end

local function close(lost)
  s.closed = now + ask.span + ask.in_flight -- by then every call that may have been forgotten is a period old
  redis.call('HSET', state, 'lost ' .. lost, 1)
end

if not (epoch and redis.call('ZSCORE', log, 'epoch ' .. epoch)) then
  if epoch or redis.call('EXISTS', log) == 1 then
    close(epoch or '')
  end
  epoch = ask.fresh
  redis.call('ZREMRANGEBYSCORE', log, 0, 0)
  redis.call('ZADD', log, 0, 'epoch ' .. epoch)
end
s.epoch = epoch
if ask.epoch ~= '' and ask.epoch ~= epoch and redis.call('HEXISTS', state, 'lost ' .. ask.epoch) == 0 then
  close(ask.epoch)
end
if ask.away > 0 and silence >= ask.away then -- all were away: no grant until each had time to report its calls
  s.closed = math.max(s.closed or 0, now + ask.grace)
end
