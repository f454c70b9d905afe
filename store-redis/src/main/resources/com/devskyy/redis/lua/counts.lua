-- counts: how many tasks there are of each type and status, and who is next.
-- parts: base given
--
-- returns names and numbers, counts, state of the queues, and per queue with queued tasks: its number, id
-- and what was given (without the input) of those next in line
local heads = {}
for _, queue in ipairs(call('HVALS', NAMES)) do
  if tonumber(call('HGET', COUNTS, queue .. 'q') or 0) > 0 then
    local next_ids = {call('ZRANGE', SUSPECTS .. queue, 0, 0)[1]}
    for level = 0, 4 do
      next_ids[#next_ids + 1] = call('ZRANGE', WAITING .. queue .. ':' .. level, 0, 0)[1]
    end
    for _, id in ipairs(next_ids) do
      local value = call('HGET', TASKS, id)
      heads[#heads + 1] = queue
      heads[#heads + 1] = id
      heads[#heads + 1] = sub(value, 1, fields('>I2', value, 4))
    end
  end
end
return {call('HGETALL', NAMES), call('HGETALL', COUNTS), call('HGETALL', QUEUES), heads}
