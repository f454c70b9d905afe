-- extend: renews leases that are still held.
-- parts: base freeing given state batch
--
-- ARGV[4] lease, ms   then per lease: id; I4 run, c8 token
-- returns H held, C held and asked to cancel, L lost per lease
local until_then = string.format('%.0f', NOW + tonumber(ARGV[4]))
local ids = {}
for at = 5, #ARGV, 2 do ids[#ids + 1] = ARGV[at] end
if #ids == 0 then return '' end
local read, answers, leases = call('HMGET', STATES, unpack(ids)), {}, {}
for i, id in ipairs(ids) do
  local text = read[i]
  if text and sub(text, 1, 1) == 'p' and sub(text, 2, 13) == ARGV[4 + 2 * i] then
    answers[i] = band(byte(text, 29), 32) ~= 0 and 'C' or 'H'
    leases[#leases + 1] = until_then
    leases[#leases + 1] = id
  else
    answers[i] = 'L'
  end
end
many('ZADD', LEASES, leases)
return table.concat(answers)
