-- history: what belongs to a task beside its state.
-- parts: base
--
-- ARGV[4] id
-- returns its runs, steps (name, step, …), log and costs
local id = ARGV[4]
local text = call('HGET', STATES, id)
if not text or byte(text, 28) == 0 then return {{}, {}, {}, {}} end
return {call('LRANGE', RUNS .. id, 0, -1), call('HGETALL', STEPS .. id),
  call('LRANGE', LOG .. id, 0, -1), call('LRANGE', COSTS .. id, 0, -1)}
