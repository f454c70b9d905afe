-- apply: what attempts write, in order, each judged by itself: their end, or a note while they run.
-- parts: base stirring given state batch line ending running index holding storing
--
-- ARGV from 4 on, per write: id; I4 run, c8 token, I4 number, c1 kind, more of its kind; its payload
-- Ends:  C complete (result)  O complete (result, kept outside)  R retry (i8 due; error)
--        S reschedule (i8 due)  B bury (error)  E expire (error)  X cancel (error)  H hand back
-- Notes: P progress  L log line  I intent of a step (name)  D step done (I2 size of its name; name
--        and value)  U step undone (name)  M cost  N child (id, I4 size of its value, value, input)
-- returns A applied, T applied before (twice), L lost per write, and the hint
stir()

local MAX_LOG = 10000

local function is_end(kind)
  return string.find('CORSBEXH', kind, 1, true)
end

-- A completion sets the same state in every task that a claim leased for the first time.
local completed = {}

local function complete(id, text, op, result)
  local same = completed[text]
  if not same or same.op ~= op then
    local r = decode(text)
    r.last, r.status, r.ended, r.version = fields('>I4', op, 13), 'c', NOW, r.version + 1
    r.error, r.progress, r.cancel = nil, nil, nil
    r.result = ''
    same = {op = op, text = encode(r), alone = r.crashes >= SUSPECT}
    completed[text] = same
  end
  local value = tasks[id]
  local flags, queue, head = fields('>BI2I2', value)
  local bytes = flags >= IS_OUTSIDE and given(id).bytes or #value - head
  note_end(id, queue, 'p', 'c', bytes + #result)
  if band(flags, HAS_UNIQUE) ~= 0 then release(id, given(id)) end
  if same.alone then add('sr', -1) end
  ended_leases[#ended_leases + 1] = id
  rows[id] = nil
  keep_text(id, same.text .. result)
end

local function complete_outside(id, r, g, result)
  call('SET', RESULT .. id, result)
  stop_running(id, r)
  r.error, r.outside = nil, #result
  finish(id, r, g, 'c')
end

local function wait_until(id, r, g, status, due)
  count(g.queue, 'p', -1)
  count(g.queue, status, 1)
  r.status, r.due, r.version = status, due, r.version + 1
  table.insert(new_due[status], due)
  table.insert(new_due[status], id)
  watch_deadline(id, r, g)
  keep(id, r)
end

local function end_with(id, r, g, status, why)
  leave_run(id, r, status, why)
  r.error = why
  finish(id, r, g, status)
end

local STATUS = {B = 'f', E = 'e', X = 'x'}

local function finish_run(id, r, g, kind, op, payload)
  if r.cancel and string.find('RSH', kind, 1, true) then
    -- A task asked to cancel does not run again.
    kind, payload = 'X', r.cancel
  end
  if kind == 'O' then
    complete_outside(id, r, g, payload)
  elseif kind == 'R' then
    leave_run(id, r, 'r', payload)
    r.error, r.attempt = payload, r.attempt + 1
    wait_until(id, r, g, 'r', fields('>i8', op, 18))
  elseif kind == 'S' then
    leave_run(id, r, 's')
    wait_until(id, r, g, 's', fields('>i8', op, 18))
  elseif kind == 'H' then
    leave_run(id, r, 'h')
    take_back(id, r, g)
    keep(id, r)
  else
    end_with(id, r, g, STATUS[kind], payload)
  end
end

-- A step: B whether it has a value, I4 run and I4 number of its first write, value.
local function write_step(id, r, name, value)
  local old = call('HGET', STEPS .. id, name)
  if old and (byte(old) == 1 or not value) then return end
  local when = old and sub(old, 2, 9) or pack('>I4I4', r.run, r.last)
  call('HSET', STEPS .. id, name, (value and '\1' or '\0') .. when .. (value or ''))
  has(r, HAS_STEPS)
end

local function is_known(id)
  if tasks[id] == nil then return call('HEXISTS', TASKS, id) == 1 end
  return tasks[id] ~= false
end

local function take_child(payload)
  local id, size = fields('>c16I4', payload)
  local value, body = sub(payload, 21, 20 + size), sub(payload, 21 + size)
  local unique = parse(value).unique
  if not is_known(id) and not (unique and holder_of(unique)) then store(id, value, body) end
end

local function take_note(id, r, kind, op, payload)
  if kind == 'P' then
    r.progress, r.version = payload, r.version + 1
  elseif kind == 'L' then
    if call('RPUSH', LOG .. id, payload) > MAX_LOG then call('LTRIM', LOG .. id, -MAX_LOG, -1) end
    has(r, HAS_LOG)
  elseif kind == 'I' then
    write_step(id, r, payload)
  elseif kind == 'D' then
    local size = fields('>I2', op, 18)
    write_step(id, r, sub(payload, 1, size), sub(payload, size + 1))
  elseif kind == 'U' then
    local old = call('HGET', STEPS .. id, payload)
    if old and byte(old) == 0 then call('HDEL', STEPS .. id, payload) end
  elseif kind == 'M' then
    call('RPUSH', COSTS .. id, pack('>I4I4', r.run, r.last) .. payload)
    has(r, HAS_COSTS)
  else
    take_child(payload)
  end
  keep(id, r)
end

local ids, ending = {}, {}
for at = 4, #ARGV, 3 do
  local id = ARGV[at]
  ids[#ids + 1] = id
  if is_end(sub(ARGV[at + 1], 17, 17)) then ending[#ending + 1] = id end
end
if #ids == 0 then return {'', ''} end
local read = call('HMGET', STATES, unpack(ids))
for i, id in ipairs(ids) do states[id] = read[i] end
if #ending > 0 then
  read = call('HMGET', TASKS, unpack(ending))
  for i, id in ipairs(ending) do tasks[id] = read[i] end
end

local answers = {}
for i, id in ipairs(ids) do
  local op, payload, text = ARGV[3 * i + 2], ARGV[3 * i + 3], states[id]
  if not text or sub(text, 2, 13) ~= sub(op, 1, 12) then
    answers[i] = 'L'
  elseif fields('>I4', op, 13) <= fields('>I4', text, 14) then
    answers[i] = 'T'
  elseif sub(text, 1, 1) ~= 'p' then
    answers[i] = 'L'
  else
    answers[i] = 'A'
    local kind = sub(op, 17, 17)
    if kind == 'C' then
      complete(id, text, op, payload)
    else
      local r = row(id)
      r.last = fields('>I4', op, 13)
      if is_end(kind) then
        finish_run(id, r, given(id), kind, op, payload)
      else
        take_note(id, r, kind, op, payload)
      end
    end
  end
end

if #new_ids > 0 then
  table.sort(new_ids, before)
  write_new(new_ids)
end
write_lines()
settle()
return {table.concat(answers), publish()}
