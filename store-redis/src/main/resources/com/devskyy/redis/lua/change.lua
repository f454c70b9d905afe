-- change: what an operator does to tasks.
-- parts: base stirring given state batch line ending running index removing holding
--
-- ARGV[4] cancel, bury, replay, reprioritise or purge   ARGV[5] its error, or the priority
-- ARGV[6] the status that tasks were chosen by, or ''   then ids
-- returns per task: + changed, ? no such task, its status, - not as chosen any more, or h and the holder
-- of its unique key; and the hint
stir()

local MAX_SCAN = 10000
local reset = {}

-- The clock of a user whose last waiting task was taken away is dropped. His tasks lie between V and
-- his clock, the latest just below it; looking stops after so many of others.
local function reset_clock(l, user)
  local clock = clock_of(l, user)
  if clock == 0 then return end
  local from = 0
  while from < MAX_SCAN do
    local ids = call('ZREVRANGEBYSCORE', l.waiting, string.format('(%.0f', clock), '-inf', 'LIMIT', from, 200)
    if #ids == 0 then
      call('HDEL', l.clocks, user)
      call('HDEL', l.older, user)
      return
    end
    load(ids)
    for _, id in ipairs(ids) do
      if given(id).user == user then return end
    end
    from = from + 200
  end
end

local function is_waiting(status)
  return status == 'q' or status == 's' or status == 'r'
end

local function leave_place(id, r, g)
  if r.status == 'q' then
    exit(id, r, g)
  else
    call('ZREM', DUE .. r.status, id)
  end
end

local function end_waiting(id, r, g, status)
  if not is_waiting(r.status) then return r.status end
  if r.status == 'q' and r.crashes < SUSPECT then
    local l = line(g.queue, level_of(priority_of(r, g)))
    reset[l] = reset[l] or {}
    reset[l][g.user] = true
  end
  leave_place(id, r, g)
  if deadline_of(r, g) then past_deadlines[#past_deadlines + 1] = id end
  r.error = ARGV[5]
  finish(id, r, g, status)
  return '+'
end

local function cancel(id, r, g)
  if r.status ~= 'p' then return end_waiting(id, r, g, 'x') end
  if not r.cancel then
    r.cancel, r.version = ARGV[5], r.version + 1
    keep(id, r)
  end
  return '+'
end

local function bury(id, r, g)
  return end_waiting(id, r, g, 'f')
end

local function remove_open_intents(id)
  local steps = call('HGETALL', STEPS .. id)
  for i = 1, #steps, 2 do
    if byte(steps[i + 1]) == 0 then call('HDEL', STEPS .. id, steps[i]) end
  end
end

local function replay(id, r, g)
  if r.status ~= 'f' and r.status ~= 'x' and r.status ~= 'e' then return r.status end
  if g.unique then
    local holder = holder_of(g.unique)
    if holder and holder ~= id then return 'h' .. holder end
    -- A period began when the task was inserted and does not begin anew.
    if g.period == 0 then call('HSET', HELD, g.unique, id) end
  end
  if band(r.kept, HAS_STEPS) ~= 0 then remove_open_intents(id) end
  call('ZREM', ENDED .. g.queue .. r.status, id)
  count(g.queue, r.status, -1)
  count(g.queue, 'q', 1)
  add(bytes_field(r.status), -g.bytes)
  r.status, r.attempt, r.crashes, r.error, r.ended, r.first, r.due = 'q', 1, 0, nil, 0, 0, NOW
  if is_late(r, g) then r.dropped = true end
  r.version = r.version + 1
  watch_deadline(id, r, g)
  keep(id, r)
  enter(id, r, g, true)
  return '+'
end

local function reprioritise(id, r, g)
  if not is_waiting(r.status) then return r.status end
  local priority = tonumber(ARGV[5])
  local old = priority_of(r, g)
  if old == priority then return '+' end
  local moves = r.status == 'q' and level_of(old) ~= level_of(priority)
  if moves then exit(id, r, g) end
  r.priority, r.version = priority, r.version + 1
  keep(id, r)
  if moves then enter(id, r, g, true) end
  return '+'
end

local function purge(id, r, g)
  if is_waiting(r.status) or r.status == 'p' then return r.status end
  remove({id})
  return '+'
end

local CHANGES = {cancel = cancel, bury = bury, replay = replay, reprioritise = reprioritise,
  purge = purge}
local change = CHANGES[ARGV[4]]

local ids, answers = {}, {}
for at = 7, #ARGV do ids[#ids + 1] = ARGV[at] end
load(ids)
for i, id in ipairs(ids) do
  if not tasks[id] then
    answers[i] = ARGV[6] == '' and '?' or '-'
  else
    local r, g = row(id), given(id)
    local wished = ARGV[4] == 'cancel' and r.cancel
      or ARGV[4] == 'reprioritise' and priority_of(r, g) == tonumber(ARGV[5])
    if ARGV[6] ~= '' and (r.status ~= ARGV[6] or wished) then
      answers[i] = '-'
    else
      answers[i] = change(id, r, g)
    end
  end
end
write_lines()
for l, users in pairs(reset) do
  for user in pairs(users) do reset_clock(l, user) end
end
settle()
return {answers, publish()}
