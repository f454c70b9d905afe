-- owed: tasks with an alias of which a word is owed, the longest owed first; whoever asks has a while to
-- say it before another is asked.
-- parts: base freeing
--
-- ARGV[4] most   ARGV[5] how long nobody else is asked, ms
-- returns mark, id, value, …
local mark = string.format('%.0f', NOW + tonumber(ARGV[5]))
local answers, marked = {}, {}
for _, id in ipairs(call('ZRANGEBYSCORE', OWED, '-inf', ARGV[2], 'LIMIT', 0, ARGV[4])) do
  local value = call('HGET', TASKS, id)
  if value then
    marked[#marked + 1] = mark
    marked[#marked + 1] = id
    answers[#answers + 1] = mark
    answers[#answers + 1] = id
    answers[#answers + 1] = value
  else
    call('ZREM', OWED, id)
  end
end
many('ZADD', OWED, marked)
return answers
