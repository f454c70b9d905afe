-- advance: lets time do its work, each kind at most so often.
-- parts: base given state batch line ending running index removing
--
-- ARGV[4] most of each kind   ARGV[5] lease, ms   ARGV[6] retention, ms   ARGV[7] of failed tasks, ms
-- ARGV[8] most bytes of retained tasks
-- returns due, expired, trimmed, when the next is due or '', whether a bound was met (1), rescued tasks
-- {id, worker, 1 if crashed, 1 if quarantined, …} and the hint
local MAX_GAP, GRACE, DAY, SWEEP_EVERY = 4000, 5000, 86400000, 60000
local max, lease = tonumber(ARGV[4]), tonumber(ARGV[5])

local function number(text)
  return tonumber(text or 0)
end

local function first_until(key, limit, most)
  return call('ZRANGEBYSCORE', key, '-inf', limit, 'LIMIT', 0, most)
end

-- The clock stepped back: what lies further ahead than one lease is brought back.
local function step_back()
  local furthest = NOW + lease
  local leases = {}
  for _, id in ipairs(call('ZRANGEBYSCORE', LEASES, '(' .. furthest, '(+inf')) do
    leases[#leases + 1] = furthest
    leases[#leases + 1] = id
  end
  many('ZADD', LEASES, leases)
  for _, worker in ipairs(call('ZRANGEBYSCORE', HEARTBEATS, '(' .. furthest, '+inf')) do
    call('ZADD', HEARTBEATS, NOW, worker)
  end
  if number(call('HGET', META, 'chosen_at')) > furthest then
    call('HSET', META, 'chosen_at', ARGV[2])
  end
end

-- The rule is RescueGate's.
local function ask_gate(kept)
  local last, opens = number(kept[1]), number(kept[2])
  local back, ahead = NOW + MAX_GAP < last, last + MAX_GAP < NOW
  local in_grace = opens > last
  if back or (ahead and not in_grace) then opens = NOW + GRACE end
  if back or NOW > last then last = NOW end
  local written = redis.pcall('HSET', META, 'advanced', last, 'opens', opens)
  if type(written) == 'table' then
    -- Beyond maxmemory a script goes on that has freed some first.
    call('DEL', P .. '-')
    call('HSET', META, 'advanced', last, 'opens', opens)
  end
  if back then step_back() end
  return opens <= NOW
end

local function expire_late()
  local late = first_until(DEADLINES, ARGV[2], max)
  load(late)
  for _, id in ipairs(late) do
    local r, g = row(id), given(id)
    if r.status == 'q' then
      exit(id, r, g)
    else
      call('ZREM', DUE .. r.status, id)
    end
    expire(id, r, g)
  end
  return #late
end

local function queue_one(id)
  local r, g = row(id), given(id)
  call('ZREM', DUE .. r.status, id)
  count(g.queue, r.status, -1)
  count(g.queue, 'q', 1)
  r.status, r.version = 'q', r.version + 1
  keep(id, r)
  enter(id, r, g, true)
end

-- Scheduled and retrying tasks, in order of due time, then id.
local function queue_due()
  local due = {}
  for _, status in ipairs({'s', 'r'}) do
    local read = call('ZRANGEBYSCORE', DUE .. status, '-inf', ARGV[2], 'WITHSCORES', 'LIMIT', 0, max)
    for i = 1, #read, 2 do due[#due + 1] = {id = read[i], at = tonumber(read[i + 1])} end
  end
  table.sort(due, function(a, b)
    if a.at ~= b.at then return a.at < b.at end
    return before(a.id, b.id)
  end)
  local ids = {}
  for i = 1, math.min(#due, max) do ids[i] = due[i].id end
  load(ids)
  for _, id in ipairs(ids) do queue_one(id) end
  return #ids
end

-- The rule is RescueRule's: crashed, returned or not decided yet.
local function judge(ended, heartbeat)
  if not heartbeat or heartbeat + lease <= NOW then return 'd' end
  if heartbeat >= ended then return 'b' end
end

-- The report is put in words by whoever reads it: I4 crashes, I8 heartbeat or 0, I2 and the worker's
-- record, I2 and the worker, then the runs that crashed, each I4 and itself.
local function crash_report(id, r, heartbeat)
  local record = call('HGET', WORKERS, r.worker) or ''
  local runs = {}
  for _, run in ipairs(call('LRANGE', RUNS .. id, 0, -1)) do
    if sub(run, 21, 21) == 'd' then runs[#runs + 1] = pack('>I4', #run) .. run end
  end
  return pack('>BI4I8I2', 254, r.crashes, heartbeat or 0, #record) .. record
    .. pack('>I2', #r.worker) .. r.worker .. table.concat(runs)
end

local MAX_CRASHES = SUSPECT + 3

local function rescue_one(id, how, heartbeat, rescued)
  local r, g = row(id), given(id)
  local cancel, quarantined = r.cancel, 0
  leave_run(id, r, how)
  r.last = 0
  if how == 'd' then r.crashes = r.crashes + 1 end
  if cancel then
    r.error = cancel
    finish(id, r, g, 'x')
  elseif how == 'd' and r.crashes >= MAX_CRASHES then
    quarantined = 1
    r.error = crash_report(id, r, heartbeat)
    finish(id, r, g, 'f')
  else
    take_back(id, r, g)
    keep(id, r)
  end
  for _, part in ipairs({id, r.worker, how == 'd' and 1 or 0, quarantined}) do
    rescued[#rescued + 1] = part
  end
end

local function rescue()
  local rescued, heartbeats = {}, {}
  local from = 0
  repeat
    -- Those not decided yet stay; what was taken back is removed when all is settled.
    local page = call('ZRANGEBYSCORE', LEASES, '-inf', ARGV[2], 'WITHSCORES', 'LIMIT', from, max)
    from = from + max
    local ids = {}
    for i = 1, #page, 2 do ids[#ids + 1] = page[i] end
    load(ids)
    for i, id in ipairs(ids) do
      local worker = row(id).worker
      if heartbeats[worker] == nil then
        heartbeats[worker] = tonumber(call('ZSCORE', HEARTBEATS, worker) or nil) or false
      end
      local how = judge(tonumber(page[2 * i]), heartbeats[worker])
      if how then rescue_one(id, how, heartbeats[worker], rescued) end
      if #rescued == 4 * max then return rescued end
    end
  until #page == 0
  return rescued
end

local function trim_until(queue, status, limit, most)
  local ids = first_until(ENDED .. queue .. status, limit, most)
  load(ids)
  remove(ids)
  return #ids
end

-- The queues that have tasks, and how many of each status.
local function counted()
  local queues, read = {}, call('HGETALL', COUNTS)
  for i = 1, #read, 2 do
    local queue, status = string.match(read[i], '(%d+)(%a)')
    if tonumber(read[i + 1]) > 0 then
      queues[queue] = queues[queue] or {}
      queues[queue][status] = true
    end
  end
  return queues
end

local RETAINED = {'c', 'x', 'e'}

local function trim_by_age(queues)
  local trimmed = 0
  for queue, has_status in pairs(queues) do
    if has_status.f and trimmed < max then
      trimmed = trimmed + trim_until(queue, 'f', NOW - tonumber(ARGV[7]), max - trimmed)
    end
  end
  for queue, has_status in pairs(queues) do
    local retention
    for _, status in ipairs(RETAINED) do
      if has_status[status] and trimmed < max then
        retention = retention or call('HGET', QUEUES, queue .. 'r') or ARGV[6]
        trimmed = trimmed + trim_until(queue, status, NOW - tonumber(retention), max - trimmed)
      end
    end
  end
  return trimmed
end

local function earliest_ended(queues)
  local best
  for queue, has_status in pairs(queues) do
    for _, status in ipairs(RETAINED) do
      if has_status[status] then
        local head = call('ZRANGE', ENDED .. queue .. status, 0, 0, 'WITHSCORES')
        local id, at = head[1], tonumber(head[2] or 0)
        if id and (not best or at < best.at or (at == best.at and before(id, best.id))) then
          best = {id = id, at = at}
        end
      end
    end
  end
  return best and best.id
end

local function trim_by_bytes(queues, trimmed)
  while trimmed < max and number(call('HGET', META, 'rb')) > tonumber(ARGV[8]) do
    local id = earliest_ended(queues)
    if not id then break end
    load({id})
    remove({id})
    settle()
    trimmed = trimmed + 1
  end
  return trimmed
end

local function trim()
  local queues = counted()
  local trimmed = trim_by_age(queues)
  settle()
  return trim_by_bytes(queues, trimmed)
end

-- Keys past their period, unless they were taken anew; workers unheard for a day.
local function forget()
  local past = first_until(PERIODS, ARGV[2], max)
  for _, unique in ipairs(past) do
    local holder = call('HGET', HELD, unique)
    if holder and #holder > 16 and fields('>I8', holder, 17) <= NOW then call('HDEL', HELD, unique) end
  end
  many('ZREM', PERIODS, past)
  local unheard = first_until(HEARTBEATS, '(' .. (NOW - DAY), max)
  many('HDEL', WORKERS, unheard)
  many('ZREM', HEARTBEATS, unheard)
end

-- Clocks are kept in two hashes, the older of which is dropped whole once V has passed all in it.
local function age_clocks(l)
  local greatest = number(call('HGET', QUEUES, l.name .. 'o'))
  if greatest > virtual_time(l) then return end
  call('UNLINK', l.older)
  if call('EXISTS', l.clocks) == 1 then
    call('RENAME', l.clocks, l.older)
    call('HSET', QUEUES, l.name .. 'o', call('HGET', QUEUES, l.name .. 'n'))
  else
    call('HDEL', QUEUES, l.name .. 'o')
  end
  call('HDEL', QUEUES, l.name .. 'n')
end

local function sweep_clocks()
  local swept = number(call('HGET', META, 'swept'))
  if NOW >= swept and NOW < swept + SWEEP_EVERY then return end
  call('HSET', META, 'swept', ARGV[2])
  for _, queue in ipairs(call('HVALS', NAMES)) do
    for level = 0, 4 do
      local l = line(tonumber(queue), level)
      if call('EXISTS', l.clocks, l.older) > 0 then age_clocks(l) end
    end
  end
end

local function first_score(key)
  return tonumber(call('ZRANGE', key, 0, 0, 'WITHSCORES')[2])
end

local function sooner(a, b)
  return a and b and math.min(a, b) or a or b
end

local function next_due()
  return sooner(first_score(DUE .. 's'), first_score(DUE .. 'r'))
end

-- Until when there is nothing to do, if nobody writes anything.
local function quiet_until(due)
  local unheard = first_score(HEARTBEATS)
  local first = sooner(due, sooner(first_score(DEADLINES), first_score(LEASES)))
  first = sooner(first, number(call('HGET', META, 'swept')) + SWEEP_EVERY)
  first = sooner(sooner(first, first_score(PERIODS)), unheard and unheard + DAY)
  for queue, has_status in pairs(counted()) do
    for status in pairs(has_status) do
      if status == 'f' then
        first = sooner(first, first_score(ENDED .. queue .. 'f') + tonumber(ARGV[7]))
      elseif status == 'c' or status == 'x' or status == 'e' then
        local retention = call('HGET', QUEUES, queue .. 'r') or ARGV[6]
        first = sooner(first, first_score(ENDED .. queue .. status) + tonumber(retention))
      end
    end
  end
  return first
end

local kept = call('HMGET', META, 'advanced', 'opens', 'quiet', 'quiet_from', 'quiet_due')
local may_rescue = ask_gate(kept)
if kept[3] and NOW < tonumber(kept[3]) and NOW >= tonumber(kept[4]) then
  return {0, 0, 0, kept[5], 0, {}, ''}
end

local expired = expire_late()
-- What has expired is not due as well.
settle()
local due = queue_due()
write_lines()
settle()
local rescued = may_rescue and rescue() or {}
write_lines()
settle()
local trimmed = trim()
settle()
forget()
sweep_clocks()

local following = next_due()
local following_text = following and string.format('%.0f', following) or ''
local most = math.max(expired, due, #rescued / 4, trimmed)
if most == 0 then
  call('HSET', META, 'quiet', string.format('%.0f', quiet_until(following)), 'quiet_from', ARGV[2],
    'quiet_due', following_text)
else
  call('HDEL', META, 'quiet')
end
return {due, expired, trimmed, following_text, most >= max and 1 or 0, rescued, publish()}
