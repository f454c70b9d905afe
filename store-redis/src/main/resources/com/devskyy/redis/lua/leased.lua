-- leased: the ids of all running tasks.
-- parts: base
return call('ZRANGEBYSCORE', LEASES, '-inf', '(+inf')
