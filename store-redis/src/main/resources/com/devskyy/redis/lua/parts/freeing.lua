-- freeing: beyond maxmemory the server refuses a script whose first write may need memory, and lets
-- one go on that began with a write that frees some. Running work must finish, so it begins so.
call('DEL', P .. '-')
