-- history: what belongs to a task beside its state.
-- parts: base
--
-- ARGV[4] id
-- returns its runs, steps (name, step, …), log and costs, and what was given without the input
local id = ARGV[4]
local value, text = call('HGET', TASKS, id), call('HGET', STATES, id)
local head = value and sub(value, 1, fields('>I2', value, 4))
if not text or byte(text, 28) == 0 then return {{}, {}, {}, {}, head} end
return {call('LRANGE', RUNS .. id, 0, -1), call('HGETALL', STEPS .. id),
  call('LRANGE', LOG .. id, 0, -1), call('LRANGE', COSTS .. id, 0, -1), head}
