-- base: the names of things, and the check that this is the store that was opened.
--
-- KEYS[1] prefix of all keys of the shard; they share its hash tag, so a script stays on one node. It is itself
--   no key: while a cluster moves the slot, a node refuses what asks for a key that it does not have (ASK), so no
--   script begins where some of the shard's keys have left already
-- ARGV[1] id of the store   ARGV[2] now, ms since the epoch   ARGV[3] who calls, for hints
local P = KEYS[1]
local TASKS, STATES, META, COUNTS = P .. 't', P .. 's', P .. 'm', P .. 'c'
local QUEUES, LEASES, DEADLINES = P .. 'q', P .. 'l', P .. 'z'
local HELD, PERIODS, INDEX = P .. 'k', P .. 'kp', P .. 'x'
local WORKERS, HEARTBEATS, TYPES, NAMES = P .. 'w', P .. 'h', P .. 'y', P .. 'n'
local WAITING, CLOCKS, SUSPECTS, ENDED, DUE = P .. 'v', P .. 'g', P .. 'u', P .. 'e', P .. 'd'
local RUNS, STEPS, LOG, COSTS = P .. 'hr', P .. 'hs', P .. 'hl', P .. 'hc'
local OWED, ALIAS = P .. 'b', P .. 'j'
local INPUT, RESULT, CLAIM = P .. 'i', P .. 'o', P .. 'a'
local HINTS, OWED_CHANNEL = P .. 'hints', P .. 'owed'

local call, pack, fields = redis.call, struct.pack, struct.unpack
local sub, byte, band = string.sub, string.byte, bit.band

if call('HGET', META, 'id') ~= ARGV[1] then
  return redis.error_reply('STOREGONE the store that was opened is not here any more')
end
local NOW = tonumber(ARGV[2])

-- Whether one id stands before another, byte by byte. Lua's own order depends on the server's locale.
local function before(a, b)
  local a1, a2, a3 = fields('>I6I6I4', a)
  local b1, b2, b3 = fields('>I6I6I4', b)
  if a1 ~= b1 then return a1 < b1 end
  if a2 ~= b2 then return a2 < b2 end
  return a3 < b3
end

-- Calls a command with any number of arguments, as many at a time as Lua's stack holds.
local function many(command, key, args)
  for from = 1, #args, 4000 do
    call(command, key, unpack(args, from, math.min(from + 3999, #args)))
  end
end
