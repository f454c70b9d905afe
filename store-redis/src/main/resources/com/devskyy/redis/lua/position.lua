-- position: where a queued task stands.
-- parts: base given state
--
-- ARGV[4] id
-- returns how many stand before it; nothing when it is not queued
local id = ARGV[4]
local value = call('HGET', TASKS, id)
if not value then return false end
local r, g = decode(call('HGET', STATES, id)), parse(value)
if r.status ~= 'q' then return false end
if r.crashes >= 2 then return call('ZRANK', SUSPECTS .. g.queue, id) end
local level = level_of(r.priority or g.priority)
local ahead = call('ZRANK', WAITING .. g.queue .. ':' .. level, id)
for higher = level + 1, 4 do ahead = ahead + call('ZCARD', WAITING .. g.queue .. ':' .. higher) end
return ahead
