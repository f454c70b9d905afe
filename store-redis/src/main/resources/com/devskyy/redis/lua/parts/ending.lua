-- ending: how a task ends. Every end of every task is noted by note_end, so what must happen at an end
-- belongs there.

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
