-- leave: takes a member out of a set while the value beside it is the one that was read, or gone.
--
-- KEYS[1] set   KEYS[2] key of the value   ARGV[1] member   ARGV[2] SHA-1 of the value
-- returns 1 if it was taken out
-- MGET, as GET refuses what is no text.
local value = redis.call('MGET', KEYS[2])[1]
if value and redis.sha1hex(value) ~= ARGV[2] then return 0 end
return redis.call('ZREM', KEYS[1], ARGV[1])
