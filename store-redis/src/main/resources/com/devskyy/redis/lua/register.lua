-- register: writes a worker, its types and its heartbeat; or removes one that has gone.
-- parts: base freeing stirring
--
-- ARGV[4] worker   ARGV[5] 1 when it has gone   ARGV[6] its record, which begins with 16 bytes that
-- change when its types do   then per type: name, number, retention (ms), description
local worker, record = ARGV[4], ARGV[6]
local known = call('HGET', WORKERS, worker)
if not known or sub(known, 1, 16) ~= sub(record, 1, 16) then
  stir()
  for at = 7, #ARGV, 4 do
    call('HSET', TYPES, ARGV[at], ARGV[at + 3])
    call('HSET', QUEUES, ARGV[at + 1] .. 'r', ARGV[at + 2])
  end
end
if ARGV[5] == '1' then
  call('HDEL', WORKERS, worker)
  call('ZREM', HEARTBEATS, worker)
else
  call('HSET', WORKERS, worker, record)
  call('ZADD', HEARTBEATS, ARGV[2], worker)
end
return 'OK'
