-- index: all ids, in order, packed into chunks (strings of ids of 16 bytes), so that the newest can be
-- listed without a set entry for each. A sorted set holds the least id each chunk may have.
local CHUNK = 127 * 16
local LEAST = string.rep('\0', 16)

local function chunk_of(id)
  return call('ZREVRANGEBYLEX', INDEX, '[' .. id, '-', 'LIMIT', 0, 1)[1]
end

local function join_ids(content, id)
  local low, high = 0, #content / 16
  while low < high do
    local middle = math.floor((low + high) / 2)
    if before(sub(content, middle * 16 + 1, middle * 16 + 16), id) then
      low = middle + 1
    else
      high = middle
    end
  end
  return sub(content, 1, low * 16) .. id .. sub(content, low * 16 + 1)
end

local function index_between(start, id)
  local content = join_ids(call('GET', INDEX .. start), id)
  if #content > CHUNK then
    local half = math.floor(#content / 32) * 16
    local upper = sub(content, half + 1)
    call('ZADD', INDEX, 0, sub(upper, 1, 16))
    call('SET', INDEX .. sub(upper, 1, 16), upper)
    content = sub(content, 1, half)
  end
  call('SET', INDEX .. start, content)
end

-- Adds new ids, given in order.
local function index(ids)
  local i = 1
  while i <= #ids do
    local start = chunk_of(ids[i])
    if not start then
      start = LEAST
      call('ZADD', INDEX, 0, start)
    end
    local key = INDEX .. start
    local size = call('STRLEN', key)
    if size > 0 and before(ids[i], call('GETRANGE', key, -16, -1)) then
      index_between(start, ids[i])
      i = i + 1
    elseif size >= CHUNK then
      -- The next round finds this chunk, which is empty.
      call('ZADD', INDEX, 0, ids[i])
    else
      local next_start = call('ZRANGEBYLEX', INDEX, '(' .. start, '+', 'LIMIT', 0, 1)[1]
      local from, room = i, (CHUNK - size) / 16
      repeat
        i = i + 1
      until i > #ids or i - from >= room or (next_start and not before(ids[i], next_start))
      local more = table.concat(ids, '', from, i - 1)
      if i - from == room then
        -- Set, not appended: the server would keep room for growth that never comes.
        call('SET', key, (size > 0 and call('GET', key) or '') .. more)
      else
        call('APPEND', key, more)
      end
    end
  end
end

-- The place of an id in a chunk.
local function place_in(content, id)
  local at = string.find(content, id, 1, true)
  while at and at % 16 ~= 1 do at = string.find(content, id, at + 1, true) end
  return at
end

-- Removes ids.
local function unindex(ids)
  local chunks, last = {}, nil
  for _, id in ipairs(ids) do
    local at = last and place_in(chunks[last], id)
    if not at then
      last = chunk_of(id)
      chunks[last] = chunks[last] or call('GET', INDEX .. last)
      at = place_in(chunks[last], id)
    end
    chunks[last] = sub(chunks[last], 1, at - 1) .. sub(chunks[last], at + 16)
  end
  for start, content in pairs(chunks) do
    if content == '' then
      call('DEL', INDEX .. start)
      call('ZREM', INDEX, start)
    else
      call('SET', INDEX .. start, content)
    end
  end
end
