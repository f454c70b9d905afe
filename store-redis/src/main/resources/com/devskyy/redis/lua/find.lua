-- find: reads tasks.
-- parts: base given state
--
-- ARGV[4..] ids
-- returns per task: value or nothing, state, input and result kept outside
local ids = {}
for at = 4, #ARGV do ids[#ids + 1] = ARGV[at] end
if #ids == 0 then return {} end
local found = {}
local values, states = call('HMGET', TASKS, unpack(ids)), call('HMGET', STATES, unpack(ids))
for i, id in ipairs(ids) do
  local value, text = values[i], states[i]
  local outside = text and band(byte(text, 29), 128) ~= 0
  found[4 * i - 3] = value
  found[4 * i - 2] = text
  found[4 * i - 1] = value and byte(value) >= IS_OUTSIDE and call('GET', INPUT .. id)
  found[4 * i] = outside and call('GET', RESULT .. id)
end
return found
