-- batch: tasks are read once and written once, in few commands with many arguments. What a script
-- changes it gathers here; settle() writes it.
local tasks, states, givens, rows = {}, {}, {}, {}
local dirty, gone = {}, {}
local totals, ends, meta = {}, {}, {}
local ended_leases, new_deadlines, past_deadlines, new_due = {}, {}, {}, {s = {}, r = {}}
local changed, claimable = {}, {}

local function load(ids)
  for from = 1, #ids, 4000 do
    local to = math.min(from + 3999, #ids)
    local read, read_states = call('HMGET', TASKS, unpack(ids, from, to)),
      call('HMGET', STATES, unpack(ids, from, to))
    for i = from, to do
      local id = ids[i]
      if tasks[id] == nil then
        tasks[id], states[id] = read[i - from + 1], read_states[i - from + 1]
      end
    end
  end
end

local function given(id)
  local g = givens[id]
  if not g then
    g = parse(tasks[id])
    givens[id] = g
  end
  return g
end

-- A task's state, to be changed; keep() says that it was.
local function row(id)
  local r = rows[id]
  if not r then
    r = decode(states[id])
    rows[id] = r
  end
  return r
end

local function keep_text(id, text)
  states[id] = text
  dirty[#dirty + 1] = id
  changed[#changed + 1] = id
end

local function keep(id, r)
  keep_text(id, encode(r))
end

local function count(queue, status, by)
  local of = totals[queue]
  if not of then
    of = {}
    totals[queue] = of
  end
  of[status] = (of[status] or 0) + by
end

local function add(field, by)
  meta[field] = (meta[field] or 0) + by
end

local function deadline_of(r, g)
  if not r.dropped then return g.deadline end
end

local function is_late(r, g)
  local deadline = deadline_of(r, g)
  return deadline and deadline <= NOW
end

local function priority_of(r, g)
  return r.priority or g.priority
end

local function write_states()
  local args = {}
  for _, id in ipairs(dirty) do
    if states[id] then
      args[#args + 1] = id
      args[#args + 1] = states[id]
    end
  end
  dirty = {}
  many('HSET', STATES, args)
end

local function write_counts()
  for queue, of in pairs(totals) do
    for status, by in pairs(of) do
      if by ~= 0 then call('HINCRBY', COUNTS, queue .. status, by) end
    end
  end
  totals = {}
  for field, by in pairs(meta) do
    if by ~= 0 then call('HINCRBY', META, field, by) end
  end
  meta = {}
end

local function write_places()
  many('ZREM', LEASES, ended_leases)
  many('ZREM', DEADLINES, past_deadlines)
  many('ZADD', DEADLINES, new_deadlines)
  many('ZADD', DUE .. 's', new_due.s)
  many('ZADD', DUE .. 'r', new_due.r)
  for queue, of in pairs(ends) do
    for status, args in pairs(of) do many('ZADD', ENDED .. queue .. status, args) end
  end
  ended_leases, new_deadlines, past_deadlines, new_due, ends = {}, {}, {}, {s = {}, r = {}}, {}
end

local function settle()
  write_states()
  write_counts()
  write_places()
end

-- Whoever knows a task by an alias is owed a word about it.
local function note_owed()
  local owed = {}
  for _, id in ipairs(changed) do
    local value = tasks[id]
    if value and band(byte(value), HAS_ALIAS) ~= 0 then
      owed[#owed + 1] = 0
      owed[#owed + 1] = id
    end
  end
  if #owed > 0 then
    many('ZADD', OWED, owed)
    call('PUBLISH', OWED_CHANNEL, '')
  end
end

-- Tells all processes which tasks changed and which queues have something to claim, and answers what
-- it told, for the caller to tell its own listeners.
local function publish()
  local queues = {}
  for queue in pairs(claimable) do queues[#queues + 1] = pack('>I2', queue) end
  if #queues == 0 and #changed == 0 then return '' end
  note_owed()
  local hint = pack('>I2', #queues) .. table.concat(queues) .. table.concat(changed)
  call('PUBLISH', HINTS, ARGV[3] .. hint)
  return hint
end
