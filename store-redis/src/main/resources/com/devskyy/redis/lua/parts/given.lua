-- given: what a producer said of a task, packed into one value and never changed.
--
--   B flags | I2 queue (number of its type) | I2 bytes of this head | i1 priority | i2 created, ms
--   after the time in its id | [i4 priority, when it is beyond one byte] | [i8 deadline]
--   | [I2 weight] | [user] | [I8 period, unique key] | [i8 due] | [alias] | what only clients read | input
--
-- A user's length is one byte, or 255 and two more. Inputs above the inline size are in a key of
-- their own, and their length (I4) stands in their place.
local HAS_DUE, HAS_DEADLINE, HAS_USER, HAS_TIER, HAS_ALIAS, HAS_UNIQUE = 1, 2, 4, 8, 16, 32
local HAS_MORE, IS_OUTSIDE = 64, 128

local function parse(value)
  local flags, queue, head, priority = fields('>BI2I2i1', value)
  local g = {flags = flags, queue = queue, head = head, weight = 1, user = ''}
  local at = 9
  if priority == 127 or priority == -128 then priority, at = fields('>i4', value, at) end
  g.priority = priority
  if band(flags, HAS_DEADLINE) ~= 0 then g.deadline, at = fields('>i8', value, at) end
  if band(flags, HAS_TIER) ~= 0 then g.weight, at = fields('>I2', value, at) end
  if band(flags, HAS_USER) ~= 0 then
    local size = byte(value, at)
    at = at + 1
    if size == 255 then size, at = fields('>I2', value, at) end
    g.user = sub(value, at, at + size - 1)
    at = at + size
  end
  if band(flags, HAS_UNIQUE) ~= 0 then
    local period, size
    period, size, at = fields('>I8I2', value, at)
    g.period = period
    g.unique = queue .. ':' .. sub(value, at, at + size - 1)
    at = at + size
  end
  if band(flags, HAS_DUE) ~= 0 then g.due, at = fields('>i8', value, at) end
  if band(flags, HAS_ALIAS) ~= 0 then
    local size
    size, at = fields('>I2', value, at)
    g.alias = sub(value, at, at + size - 1)
  end
  g.bytes = flags >= IS_OUTSIDE and fields('>I4', value, head + 1) or #value - head
  return g
end

-- The level of a priority: 4 critical to 0 background.
local function level_of(priority)
  if priority >= 10 then return 4 end
  if priority >= 7 then return 3 end
  if priority >= 4 then return 2 end
  return priority >= 2 and 1 or 0
end
