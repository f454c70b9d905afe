-- newest: some tasks by id, the newest first.
-- parts: base given state index
--
-- ARGV[4] the last id seen, or ''   ARGV[5] how many
-- returns per task: id, what was given without the input, state
local after, most = ARGV[4], tonumber(ARGV[5])
local ids = {}
local from = after == '' and '+' or '(' .. after
while #ids < most do
  local start = call('ZREVRANGEBYLEX', INDEX, from, '-', 'LIMIT', 0, 1)[1]
  if not start then break end
  local content = call('GET', INDEX .. start)
  for at = #content - 15, 1, -16 do
    local id = sub(content, at, at + 15)
    if #ids < most and (after == '' or before(id, after)) then ids[#ids + 1] = id end
  end
  from = '(' .. start
end
if #ids == 0 then return {} end
local values, states = call('HMGET', TASKS, unpack(ids)), call('HMGET', STATES, unpack(ids))
local found = {}
for i, id in ipairs(ids) do
  found[3 * i - 2] = id
  found[3 * i - 1] = sub(values[i], 1, fields('>I2', values[i], 4))
  found[3 * i] = states[i]
end
return found
