-- insert: stores new tasks, all or none. A known id and a held unique key are answered, not stored.
-- parts: base stirring given state batch line ending index holding storing
--
-- ARGV[4] most bytes of failed tasks   ARGV[5] how many tasks   ARGV[6] how many shapes
-- ARGV[7] I2 per task: its shape   ARGV[8] I2 per task: places in order of id; empty if in order
-- then per shape: queue, level, user, weight; per task: id, value; the inputs kept outside
-- returns I, R or D per task, the holders of the keys of D, and the hint
local PLAIN = HAS_USER + HAS_TIER + HAS_MORE

local n, shape_count = tonumber(ARGV[5]), tonumber(ARGV[6])
local at = 9
local shapes = {}
for i = 1, shape_count do
  local l = line(tonumber(ARGV[at]), tonumber(ARGV[at + 1]))
  shapes[i] = {line = l, queue = tonumber(ARGV[at]), user = ARGV[at + 2], weight = tonumber(ARGV[at + 3])}
  l.users = l.users or {}
  table.insert(l.users, ARGV[at + 2])
  at = at + 4
end
local body = at + 2 * n

local ids = {}
for i = 1, n do ids[i] = ARGV[at + 2 * i - 2] end
local known = call('HMGET', TASKS, unpack(ids))

local full
local function refuse_if_full()
  if full == nil then
    full = tonumber(call('HGET', META, 'fb') or 0) >= tonumber(ARGV[4])
  end
  return full
end

local function read_clocks()
  for _, l in pairs(lines) do
    local newer, older = call('HMGET', l.clocks, unpack(l.users)), {}
    if call('HEXISTS', QUEUES, l.name .. 'o') == 1 then
      older = call('HMGET', l.older, unpack(l.users))
    end
    for i, user in ipairs(l.users) do l.clock[user] = tonumber(newer[i] or older[i] or 0) end
  end
end

local answers, holders, fresh = {}, {}, {}
for i = 1, n do
  local id, value = ids[i], ARGV[at + 2 * i - 1]
  local flags = byte(value)
  local outside = flags >= IS_OUTSIDE
  local holder
  if known[i] or fresh[id] then
    answers[i] = 'R'
  else
    if band(flags, HAS_UNIQUE) ~= 0 then holder = holder_of(parse(value).unique) end
    if holder then
      answers[i] = 'D'
      holders[#holders + 1] = holder
    else
      if refuse_if_full() then
        return redis.error_reply('STOREFULL ' .. call('HGET', META, 'fb'))
      end
      if #new_ids == 0 then read_clocks() end
      answers[i] = 'I'
      fresh[id] = true
      if band(flags, 255 - PLAIN) == 0 then
        local high, low = byte(ARGV[7], 2 * i - 1, 2 * i)
        local shape = shapes[high * 256 + low]
        take_in(id, value, shape.queue, 'q')
        join(shape.line, id, shape.user, shape.weight, true)
        claimable[shape.queue] = true
      else
        store(id, value, outside and ARGV[body])
      end
    end
  end
  if outside then body = body + 1 end
end

if #new_ids > 0 then
  local in_order = new_ids
  if ARGV[8] ~= '' then
    in_order = {}
    for i = 1, n do
      local high, low = byte(ARGV[8], 2 * i - 1, 2 * i)
      local id = ids[high * 256 + low]
      if fresh[id] then
        in_order[#in_order + 1] = id
        fresh[id] = nil
      end
    end
  end
  write_new(in_order)
  stir()
  write_lines()
  settle()
end
return {table.concat(answers), table.concat(holders), publish()}
