-- running: how a run ends that is not completed. The history keeps it.
local HAS_RUNS, HAS_STEPS, HAS_LOG, HAS_COSTS = 1, 2, 4, 8

local function has(r, what)
  if band(r.kept, what) == 0 then r.kept = r.kept + what end
end

-- What is said of a running attempt ends with it.
local function stop_running(id, r)
  ended_leases[#ended_leases + 1] = id
  if r.crashes >= SUSPECT then add('sr', -1) end
  r.progress, r.cancel = nil, nil
end

-- Ends: r retrying, s scheduled, h handed back, b back to the queue, d died, or the end's status.
local function leave_run(id, r, how, why)
  call('RPUSH', RUNS .. id, pack('>I4I4I6I6c1I2', r.run, r.attempt, r.started, NOW, how, #r.worker)
    .. r.worker .. (why or ''))
  has(r, HAS_RUNS)
  stop_running(id, r)
end

-- A task that waits may expire.
local function watch_deadline(id, r, g)
  local deadline = deadline_of(r, g)
  if deadline then
    new_deadlines[#new_deadlines + 1] = deadline
    new_deadlines[#new_deadlines + 1] = id
  end
end

-- Back into the line, at its head.
local function take_back(id, r, g)
  count(g.queue, 'p', -1)
  count(g.queue, 'q', 1)
  r.status, r.version = 'q', r.version + 1
  watch_deadline(id, r, g)
  enter(id, r, g, false)
end
