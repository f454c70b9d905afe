-- registry: who works and what types are known.
-- parts: base
--
-- returns workers and records, workers and heartbeats, types and descriptions
return {call('HGETALL', WORKERS), call('ZRANGE', HEARTBEATS, 0, -1, 'WITHSCORES'), call('HGETALL', TYPES)}
