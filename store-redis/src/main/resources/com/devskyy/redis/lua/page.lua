-- page: some tasks of a sorted set, in its order or against it, from a place on.
-- parts: base given state
--
-- ARGV[4] the set, after the prefix   ARGV[5] 1 to go down   ARGV[6] score and ARGV[7] id of the last one
-- seen, or '' to begin   ARGV[8] how many
-- returns per task: id, score, what was given without the input, state
local key, down, most = P .. ARGV[4], ARGV[5] == '1', tonumber(ARGV[8])

local function range(from)
  return call(down and 'ZREVRANGE' or 'ZRANGE', key, from, from + most - 1, 'WITHSCORES')
end

local function is_past(id, score)
  if score ~= ARGV[6] then return true end
  if down then return before(id, ARGV[7]) end
  return before(ARGV[7], id)
end

-- The rank of the first one after the place. Who stood there may have left.
local function start()
  if ARGV[6] == '' then return 0 end
  local rank = call(down and 'ZREVRANK' or 'ZRANK', key, ARGV[7])
  if rank and call('ZSCORE', key, ARGV[7]) == ARGV[6] then return rank + 1 end
  local from = down and call('ZCOUNT', key, '(' .. ARGV[6], '+inf')
    or call('ZCOUNT', key, '-inf', '(' .. ARGV[6])
  while true do
    local page = range(from)
    for i = 1, #page, 2 do
      if is_past(page[i], page[i + 1]) then return from end
      from = from + 1
    end
    if #page == 0 then return from end
  end
end

local page = range(start())
local ids, found = {}, {}
for i = 1, #page, 2 do ids[#ids + 1] = page[i] end
if #ids == 0 then return {} end
local values, states = call('HMGET', TASKS, unpack(ids)), call('HMGET', STATES, unpack(ids))
for i, id in ipairs(ids) do
  found[4 * i - 3] = id
  found[4 * i - 2] = page[2 * i]
  found[4 * i - 1] = sub(values[i], 1, fields('>I2', values[i], 4))
  found[4 * i] = states[i]
end
return found
