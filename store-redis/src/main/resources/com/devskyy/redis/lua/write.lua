-- write: writes a value also beyond maxmemory, where a plain SETEX is refused; see freeing.
--
-- KEYS[1] key   ARGV[1] value   ARGV[2] seconds to keep it
-- No DEL, as in replace.
redis.call('PERSIST', KEYS[1])
redis.call('SETEX', KEYS[1], ARGV[2], ARGV[1])
return 1
