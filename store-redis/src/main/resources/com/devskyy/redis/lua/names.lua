-- names: numbers for the names of types, given out when a name is first met and never changed.
-- parts: base
--
-- ARGV[4..] names
-- returns all names and numbers
for at = 4, #ARGV do
  if call('HEXISTS', NAMES, ARGV[at]) == 0 then
    call('HSET', NAMES, ARGV[at], call('HLEN', NAMES) + 1)
  end
end
return call('HGETALL', NAMES)
