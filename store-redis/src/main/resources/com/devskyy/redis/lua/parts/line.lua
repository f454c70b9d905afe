-- line: queued tasks wait in a line per queue and level, by tag, then id; suspects apart, by id. The
-- rules are FairShare's; its words: V is the least tag waiting, or the floor when none waits.
--
-- Clocks are in two hashes, new ones in the newer. A clock that V has passed says nothing any more, so
-- the older one is dropped when V has passed the greatest in it.
local TURN, SUSPECT = 5040, 2
local lines = {}

local function line(queue, level)
  local key = queue * 8 + level
  local l = lines[key]
  if not l then
    local name = queue .. ':' .. level
    l = {name = name, waiting = WAITING .. name, clocks = CLOCKS .. name, older = CLOCKS .. name .. 'o', clock = {}, moved = {},
      added = {}}
    lines[key] = l
  end
  return l
end

local function virtual_time(l)
  if not l.least then
    local head = call('ZRANGE', l.waiting, 0, 0, 'WITHSCORES')
    l.empty = head[1] == nil
    l.least = tonumber(head[2] or call('HGET', QUEUES, l.name) or 0)
  end
  return l.least
end

local function clock_of(l, user)
  local clock = l.clock[user]
  if not clock then
    clock = tonumber(call('HGET', l.clocks, user) or call('HGET', l.older, user) or 0)
    l.clock[user] = clock
  end
  return clock
end

-- Lets a task wait: with a turn of its user's, or at the head.
local function join(l, id, user, weight, new_turn)
  local tag = virtual_time(l)
  if new_turn then
    local clock = clock_of(l, user)
    if clock > tag then tag = clock end
    l.clock[user] = tag + TURN / weight
    l.moved[user] = true
  end
  local added = l.added
  added[#added + 1] = tag
  added[#added + 1] = id
  if l.empty then
    l.empty, l.least = false, tag
  end
end

local function write_clocks(l)
  local clocks, greatest = {}, 0
  for user in pairs(l.moved) do
    local clock = l.clock[user]
    clocks[#clocks + 1] = user
    clocks[#clocks + 1] = clock
    if clock > greatest then greatest = clock end
  end
  l.moved = {}
  if greatest > 0 then
    many('HSET', l.clocks, clocks)
    if greatest > tonumber(call('HGET', QUEUES, l.name .. 'n') or 0) then
      call('HSET', QUEUES, l.name .. 'n', greatest)
    end
  end
end

local function write_line(l)
  many('ZADD', l.waiting, l.added)
  l.added = {}
  write_clocks(l)
end

local function write_lines()
  for _, l in pairs(lines) do write_line(l) end
end

-- The last waiting task has been taken out: the floor rises to the greatest tag this call took.
local function raise_floor(l)
  if l.taken > tonumber(call('HGET', QUEUES, l.name) or 0) then
    call('HSET', QUEUES, l.name, l.taken)
  end
end

-- Takes a task out of the middle.
local function leave(l, id)
  write_line(l)
  local tag = tonumber(call('ZSCORE', l.waiting, id))
  call('ZREM', l.waiting, id)
  if not l.taken or tag > l.taken then l.taken = tag end
  l.least = nil
  if call('EXISTS', l.waiting) == 0 then raise_floor(l) end
end

-- A task becomes queued; its state says so already.
local function enter(id, r, g, new_turn)
  if r.crashes >= SUSPECT then
    call('ZADD', SUSPECTS .. g.queue, 0, id)
    add('sq', 1)
  else
    join(line(g.queue, level_of(priority_of(r, g))), id, g.user, g.weight, new_turn)
  end
  claimable[g.queue] = true
end

-- A queued task leaves its line.
local function exit(id, r, g)
  if r.crashes >= SUSPECT then
    call('ZREM', SUSPECTS .. g.queue, id)
    add('sq', -1)
  else
    leave(line(g.queue, level_of(priority_of(r, g))), id)
  end
end
