-- replace: writes a value where still stands what was read, also beyond maxmemory; see freeing.
--
-- KEYS[1] key   ARGV[1] SHA-1 of what was read, empty for nothing   ARGV[2] value   ARGV[3] seconds to keep it
-- returns 1 if it was written
-- The write that needs no memory is not a DEL: while a cluster moves the slot of a key that is gone, a script may
-- not write it, and the value would be lost.
local value = redis.call('MGET', KEYS[1])[1]
if (value and redis.sha1hex(value) or '') ~= ARGV[1] then return 0 end
redis.call('PERSIST', KEYS[1])
redis.call('SETEX', KEYS[1], ARGV[3], ARGV[2])
return 1
