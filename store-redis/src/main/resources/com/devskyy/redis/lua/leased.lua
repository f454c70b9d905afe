-- leased: the ids of all running tasks.
-- parts: base
return call('ZRANGE', LEASES, 0, -1)
