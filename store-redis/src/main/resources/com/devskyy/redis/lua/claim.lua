-- claim: takes the best due tasks of some queues and leases them; none is ever taken without a lease.
-- parts: base freeing stirring given state batch line ending
--
-- ARGV[4] worker   ARGV[5] I8 number of the request   ARGV[6] most tasks   ARGV[7] most bytes of input
-- ARGV[8] 1 when the worker is idle   ARGV[9] token (8 random bytes) of the leases of this claim
-- ARGV[10] lease, ms   ARGV[11] how long to remember the claim, ms   then queue and slots, in order
-- returns whether to drain (1), the state of a task leased for the first time, {id, value, its state or
-- '' when it is that, …}, the inputs kept outside, the ends of the leases when they differ, the hint
local LOWER_EVERY = 16

local worker, number = ARGV[4], fields('>I8', ARGV[5])
local total, max_bytes = tonumber(ARGV[6]), tonumber(ARGV[7])
local idle, token, lease = ARGV[8] == '1', ARGV[9], tonumber(ARGV[10])
local memory = CLAIM .. worker

local leased, bodies, untils, given_ids = {}, {}, {}, {}

local function answer_lease(id, text)
  leased[#leased + 1] = id
  leased[#leased + 1] = tasks[id]
  leased[#leased + 1] = text
  if byte(tasks[id]) >= IS_OUTSIDE then bodies[#bodies + 1] = call('GET', INPUT .. id) end
end

-- What a claim remembers: I8 number, c8 token, B drain, ids.
local function remember(drain)
  call('SET', memory, pack('>I8c8B', number, token, drain) .. table.concat(given_ids), 'PX', ARGV[11])
end

local last = call('GET', memory)
if last then
  local last_number, last_token, drain = fields('>I8c8B', last)
  if number < last_number then return {0, '', {}, {}, {}, ''} end
  if number == last_number then
    local ids = {}
    for at = 18, #last, 16 do ids[#ids + 1] = sub(last, at, at + 15) end
    load(ids)
    for _, id in ipairs(ids) do
      local text = states[id]
      if text and sub(text, 1, 1) == 'p' and sub(text, 6, 13) == last_token then
        answer_lease(id, text)
        untils[#untils + 1] = call('ZSCORE', LEASES, id)
      end
    end
    return {drain, '', leased, bodies, untils, ''}
  end
end

local function leave_deadline(id, r, g)
  if deadline_of(r, g) then past_deadlines[#past_deadlines + 1] = id end
end

local first_state
local function first_lease_state()
  if not first_state then
    local r = decode(false)
    r.status, r.run, r.token, r.version = 'p', 1, token, 2
    r.first, r.started, r.worker = NOW, NOW, worker
    first_state = encode(r)
  end
  return first_state
end

-- Leases a queued task that has left its line.
local function give(id)
  given_ids[#given_ids + 1] = id
  if not states[id] then
    if band(byte(tasks[id]), HAS_DEADLINE) ~= 0 then past_deadlines[#past_deadlines + 1] = id end
    keep_text(id, first_lease_state())
    answer_lease(id, '')
  else
    local r = row(id)
    leave_deadline(id, r, given(id))
    r.status, r.run, r.token, r.last, r.version = 'p', r.run + 1, token, 0, r.version + 1
    r.started, r.worker = NOW, worker
    if r.first == 0 then r.first = NOW end
    keep(id, r)
    answer_lease(id, states[id])
  end
end

local function is_past_deadline(id)
  return band(byte(tasks[id]), HAS_DEADLINE) ~= 0 and is_late(row(id), given(id))
end

-- The queues asked for that are not paused, in order.
local asked = {}
for at = 12, #ARGV, 2 do
  local name = ARGV[at]
  local state = call('HMGET', QUEUES, name .. 'p', name .. 't')
  if not state[1] then
    local turns = tonumber(state[2] or 0)
    asked[#asked + 1] = {queue = tonumber(name), name = name, slots = tonumber(ARGV[at + 1]),
      starts = math.floor(turns / 8), last_lower = turns % 8, turns = turns}
  end
end

local function answer(drain)
  remember(drain)
  if #given_ids > 0 then
    stir()
    local ends_at, args = string.format('%.0f', NOW + lease), {}
    for _, id in ipairs(given_ids) do
      args[#args + 1] = ends_at
      args[#args + 1] = id
    end
    many('ZADD', LEASES, args)
  end
  settle()
  return {drain, first_state or '', leased, bodies, untils, publish()}
end

-- Suspects: at most one is handled at a time in the whole store.
local function first_suspect()
  while true do
    local first, of
    for _, q in ipairs(asked) do
      local id = call('ZRANGE', SUSPECTS .. q.name, 0, 0)[1]
      if id and (not first or before(id, first)) then first, of = id, q end
    end
    if not first then return end
    load({first})
    local r, g = row(first), given(first)
    exit(first, r, g)
    if not is_late(r, g) then return first, of end
    expire(first, r, g)
  end
end

local about = call('HMGET', META, 'sq', 'sr', 'chosen', 'chosen_at')
if tonumber(about[1] or 0) > 0 and tonumber(about[2] or 0) == 0
  and (about[3] == worker or tonumber(about[4] or 0) + lease <= NOW) then
  if not idle then
    for _, q in ipairs(asked) do
      if call('EXISTS', SUSPECTS .. q.name) == 1 then
        call('HSET', META, 'chosen', worker, 'chosen_at', ARGV[2])
        return answer(1)
      end
    end
  else
    local id, q = first_suspect()
    if id then
      call('HDEL', META, 'chosen', 'chosen_at')
      add('sr', 1)
      count(q.queue, 'q', -1)
      count(q.queue, 'p', 1)
      give(id)
      return answer(0)
    end
  end
end

-- The head of a level is looked at some tasks at a time; what is taken is removed at the end.
local function open_level(q, level)
  local l = {key = WAITING .. q.queue .. ':' .. level, name = q.queue .. ':' .. level, ids = {}, taken = 0}
  l.size = call('ZCARD', l.key)
  return l
end

local function open_queue(q)
  q.levels, q.waiting, q.given = {}, 0, 0
  for level = 0, 4 do
    q.levels[level] = open_level(q, level)
    q.waiting = q.waiting + q.levels[level].size
  end
end

local function head_of(l, wanted)
  local id = l.ids[l.taken + 1]
  if not id then
    local more = call('ZRANGE', l.key, l.taken, l.taken + wanted - 1)
    for _, each in ipairs(more) do l.ids[#l.ids + 1] = each end
    load(more)
    id = l.ids[l.taken + 1]
  end
  return id
end

-- The rule is LevelTurns'.
local function next_level(q)
  local highest
  for level = 4, 0, -1 do
    local l = q.levels[level]
    if l.taken < l.size then
      if not highest then
        highest = level
        if q.starts + 1 < LOWER_EVERY then return level, q.starts + 1, q.last_lower end
      elseif level < q.last_lower then
        return level, 0, level
      end
    end
  end
  if not highest then return end
  for level = highest - 1, 0, -1 do
    if q.levels[level].taken < q.levels[level].size then return level, 0, level end
  end
  return highest, 0, q.last_lower
end

local function next_to_start(q)
  while true do
    local level, starts, last_lower = next_level(q)
    if not level then return end
    local l = q.levels[level]
    local wanted = math.min(q.slots, total - #given_ids)
    if starts == 0 then wanted = math.floor(wanted / LOWER_EVERY) + 1 end
    local id = head_of(l, wanted)
    l.taken = l.taken + 1
    if not is_past_deadline(id) then
      q.starts, q.last_lower = starts, last_lower
      return id
    end
    expire(id, row(id), given(id))
  end
end

local function input_bytes(id)
  local value = tasks[id]
  if byte(value) >= IS_OUTSIDE then return given(id).bytes end
  return #value - fields('>I2', value, 4)
end

local function take_in_turn()
  local bytes, open = 0, {}
  for _, q in ipairs(asked) do
    if tonumber(call('HGET', COUNTS, q.name .. 'q') or 0) > 0 then
      open_queue(q)
      open[#open + 1] = q
    end
  end
  local serving = open
  while #serving > 0 do
    local still = {}
    for _, q in ipairs(serving) do
      local id = next_to_start(q)
      if id then
        give(id)
        q.slots, q.given = q.slots - 1, q.given + 1
        bytes = bytes + input_bytes(id)
        if #given_ids == total or bytes >= max_bytes then return open end
        if q.slots > 0 then still[#still + 1] = q end
      end
    end
    serving = still
  end
  return open
end

local function close_queue(q)
  for level = 0, 4 do
    local l = q.levels[level]
    if l.taken > 0 then
      if l.taken == l.size then
        l.taken_tag = tonumber(call('ZSCORE', l.key, l.ids[l.taken]))
        call('DEL', l.key)
        raise_floor({name = l.name, taken = l.taken_tag})
      else
        call('ZREMRANGEBYRANK', l.key, 0, l.taken - 1)
      end
    end
  end
  local turns = q.starts * 8 + q.last_lower
  if turns ~= q.turns then call('HSET', QUEUES, q.name .. 't', turns) end
  count(q.queue, 'q', -q.given)
  count(q.queue, 'p', q.given)
end

for _, q in ipairs(take_in_turn()) do close_queue(q) end
return answer(0)
