-- strike: what was owed has been said. A task that has changed meanwhile has another mark, and stays.
-- parts: base
--
-- ARGV[4..] per task: mark, id
for at = 4, #ARGV, 2 do
  local mark = call('ZSCORE', OWED, ARGV[at + 1])
  if mark and tonumber(mark) == tonumber(ARGV[at]) then call('ZREM', OWED, ARGV[at + 1]) end
end
return 1
