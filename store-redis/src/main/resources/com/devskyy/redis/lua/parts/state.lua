-- state: what changes of a task. A task that waits as it was inserted has none.
--
--   c1 status | I4 run | c8 token | I4 last write | I4 version | I4 attempt | I2 crashes | B history
--   | B flags | I6 first start | I6 start | I6 end | I2 worker | then by flags: 1 due i8, 2 deadline
--   dropped, 4 priority i4, 8 error, 16 progress, 32 cancel, 64 result to the end, 128 its length I4
--
-- Status: q queued, s scheduled, r retrying, p processing, c completed, f failed, x cancelled,
-- e expired. Errors, progress and results are the clients' to read.
local STATE = '>c1I4c8I4I4I4I2BBI6I6I6I2'
local NO_TOKEN = string.rep('\0', 8)

local function decode(text)
  if not text then
    return {status = 'q', run = 0, token = NO_TOKEN, last = 0, version = 1, attempt = 1, crashes = 0,
      kept = 0, first = 0, started = 0, ended = 0, worker = ''}
  end
  local r = {}
  local flags, size, at
  r.status, r.run, r.token, r.last, r.version, r.attempt, r.crashes, r.kept, flags,
    r.first, r.started, r.ended, size, at = fields(STATE, text)
  r.worker = sub(text, at, at + size - 1)
  at = at + size
  local function text_field()
    size, at = fields('>I4', text, at)
    at = at + size
    return sub(text, at - size, at - 1)
  end
  if band(flags, 1) ~= 0 then r.due, at = fields('>i8', text, at) end
  r.dropped = band(flags, 2) ~= 0
  if band(flags, 4) ~= 0 then r.priority, at = fields('>i4', text, at) end
  if band(flags, 8) ~= 0 then r.error = text_field() end
  if band(flags, 16) ~= 0 then r.progress = text_field() end
  if band(flags, 32) ~= 0 then r.cancel = text_field() end
  if band(flags, 64) ~= 0 then r.result = sub(text, at) end
  if band(flags, 128) ~= 0 then r.outside = fields('>I4', text, at) end
  return r
end

local function encode(r)
  local flags, more = 0, ''
  if r.due then flags, more = 1, pack('>i8', r.due) end
  if r.dropped then flags = flags + 2 end
  if r.priority then flags, more = flags + 4, more .. pack('>i4', r.priority) end
  if r.error then flags, more = flags + 8, more .. pack('>I4', #r.error) .. r.error end
  if r.progress then flags, more = flags + 16, more .. pack('>I4', #r.progress) .. r.progress end
  if r.cancel then flags, more = flags + 32, more .. pack('>I4', #r.cancel) .. r.cancel end
  if r.result then flags, more = flags + 64, more .. r.result end
  if r.outside then flags, more = flags + 128, more .. pack('>I4', r.outside) end
  return pack(STATE, r.status, r.run, r.token, r.last, r.version, r.attempt, r.crashes, r.kept,
    flags, r.first, r.started, r.ended, #r.worker) .. r.worker .. more
end

local function result_bytes(r)
  return r.result and #r.result or r.outside or 0
end
