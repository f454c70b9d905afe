-- peek: reads tasks without input.
-- parts: base
--
-- ARGV[4..] ids
-- returns per task: what was given without the input or nothing, state
local ids = {}
for at = 4, #ARGV do ids[#ids + 1] = ARGV[at] end
local values, states = call('HMGET', TASKS, unpack(ids)), call('HMGET', STATES, unpack(ids))
local found = {}
for i = 1, #ids do
  found[2 * i - 1] = values[i] and sub(values[i], 1, fields('>I2', values[i], 4))
  found[2 * i] = states[i]
end
return found
