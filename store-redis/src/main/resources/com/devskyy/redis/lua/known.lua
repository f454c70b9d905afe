-- known: whether a task with an alias was stored within the last day.
-- parts: base
--
-- ARGV[4] alias
return call('EXISTS', ALIAS .. ARGV[4])
