-- pause: stops claims from a queue, or lets them go on.
-- parts: base freeing given state batch
--
-- ARGV[4] number of the queue   ARGV[5] 1 to pause, 0 to resume
-- returns the hint
if ARGV[5] == '1' then
  call('HSET', QUEUES, ARGV[4] .. 'p', 1)
else
  call('HDEL', QUEUES, ARGV[4] .. 'p')
  claimable[tonumber(ARGV[4])] = true
end
return publish()
