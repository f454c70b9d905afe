-- open: makes the store if there is none.
--
-- KEYS[1] prefix   ARGV[1] an id for a new store   ARGV[2] format of what this program writes
-- returns the format of the store and its id
local meta = KEYS[1] .. 'm'
local known = redis.call('HMGET', meta, 'format', 'id')
if known[2] then return {known[1], known[2]} end
redis.call('HSET', meta, 'format', ARGV[2], 'id', ARGV[1])
-- A small sorted set is a list that is searched from its head; a long member makes it a tree at once.
-- The leases come and go by the hundred.
redis.call('ZADD', KEYS[1] .. 'l', '+inf', string.rep('-', 65))
return {ARGV[2], ARGV[1]}
