-- ending: how a task ends, and how an ended one is removed. Every end of every task is noted by
-- note_end, so what must happen at an end belongs there.

-- Frees the unique key that a task holds until its end.
local function release(id, g)
  if g.unique and g.period == 0 and call('HGET', HELD, g.unique) == id then
    call('HDEL', HELD, g.unique)
  end
end

local function bytes_field(status)
  return status == 'f' and 'fb' or 'rb'
end

-- A task with this many bytes of input and result goes from one status to its end.
local function note_end(id, queue, from, status, bytes)
  count(queue, from, -1)
  count(queue, status, 1)
  add(bytes_field(status), bytes)
  local of = ends[queue]
  if not of then
    of = {}
    ends[queue] = of
  end
  local args = of[status]
  if not args then
    args = {}
    of[status] = args
  end
  args[#args + 1] = ARGV[2]
  args[#args + 1] = id
end

local function finish(id, r, g, status)
  note_end(id, g.queue, r.status, status, g.bytes + result_bytes(r))
  release(id, g)
  r.status, r.ended, r.version = status, NOW, r.version + 1
  r.progress, r.cancel = nil, nil
  keep(id, r)
end

-- The error of a task whose deadline passed; its words are made by whoever reads it.
local function late_error(g)
  return pack('>Bi8', 255, g.deadline)
end

-- Ends a task that waits and whose deadline has passed; it has left its line.
local function expire(id, r, g)
  past_deadlines[#past_deadlines + 1] = id
  r.error = late_error(g)
  finish(id, r, g, 'e')
end

-- Forgets ended tasks with all that belongs to them. What was gathered must be settled before.
local function remove(ids)
  local places = {}
  for _, id in ipairs(ids) do
    local r, g = row(id), given(id)
    local place = ENDED .. g.queue .. r.status
    places[place] = places[place] or {}
    table.insert(places[place], id)
    count(g.queue, r.status, -1)
    add(bytes_field(r.status), -(g.bytes + result_bytes(r)))
    if g.flags >= IS_OUTSIDE then call('UNLINK', INPUT .. id) end
    if r.outside then call('UNLINK', RESULT .. id) end
    if r.kept ~= 0 then call('UNLINK', RUNS .. id, STEPS .. id, LOG .. id, COSTS .. id) end
    tasks[id], states[id], rows[id], givens[id] = false, false, nil, nil
    changed[#changed + 1] = id
  end
  for place, of in pairs(places) do many('ZREM', place, of) end
  many('HDEL', TASKS, ids)
  many('HDEL', STATES, ids)
  unindex(ids)
end
