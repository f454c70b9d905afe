-- storing: how new tasks come in.
-- How long a producer's own id leads to its task.
local ALIAS_KEPT = 86400000
local new_args, new_ids = {}, {}

local function hold(id, g)
  held[g.unique] = g.period == 0 and id or id .. pack('>I8', NOW + g.period)
end

-- Notes a new task; its line is joined, or its due time noted, by the caller.
local function take_in(id, value, queue, status)
  tasks[id], states[id] = value, false
  new_args[#new_args + 1] = id
  new_args[#new_args + 1] = value
  new_ids[#new_ids + 1] = id
  changed[#changed + 1] = id
  count(queue, status, 1)
end

-- A new task with anything out of the ordinary.
local function store(id, value, body)
  local g = parse(value)
  if g.unique then hold(id, g) end
  if g.alias then call('SET', ALIAS .. g.alias, id, 'PX', ALIAS_KEPT) end
  if g.flags >= IS_OUTSIDE then call('SET', INPUT .. id, body) end
  local r = decode(false)
  if g.due and g.due > NOW then
    r.status = 's'
    take_in(id, value, g.queue, 's')
    keep(id, r)
    table.insert(new_due.s, g.due)
    table.insert(new_due.s, id)
  else
    take_in(id, value, g.queue, 'q')
    enter(id, r, g, true)
  end
  if g.deadline then
    table.insert(new_deadlines, g.deadline)
    table.insert(new_deadlines, id)
  end
end

-- Writes the new tasks; their ids are given in order.
local function write_new(in_order)
  many('HSET', TASKS, new_args)
  for unique, holder in pairs(held) do
    call('HSET', HELD, unique, holder)
    if #holder > 16 then call('ZADD', PERIODS, fields('>I8', holder, 17), unique) end
  end
  index(in_order)
end
