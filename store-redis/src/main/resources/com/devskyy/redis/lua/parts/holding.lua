-- holding: who has a unique key.
local held = {}

-- Who holds a unique key now, if anybody; what this call has given away is in held.
local function holder_of(unique)
  local holder = held[unique] or call('HGET', HELD, unique)
  if holder and (#holder == 16 or fields('>I8', holder, 17) > NOW) then return sub(holder, 1, 16) end
end
