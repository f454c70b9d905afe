-- removing: forgets ended tasks with all that belongs to them but a unique key held for a period. What
-- was gathered of their ends must be settled before.
local function remove(ids)
  local places = {}
  for _, id in ipairs(ids) do
    local r, g = row(id), given(id)
    local place = ENDED .. g.queue .. r.status
    places[place] = places[place] or {}
    table.insert(places[place], id)
    count(g.queue, r.status, -1)
    add(bytes_field(r.status), -(g.bytes + result_bytes(r)))
    if g.flags >= IS_OUTSIDE then call('UNLINK', INPUT .. id) end
    if r.outside then call('UNLINK', RESULT .. id) end
    if r.kept ~= 0 then call('UNLINK', RUNS .. id, STEPS .. id, LOG .. id, COSTS .. id) end
    tasks[id], states[id], rows[id], givens[id] = false, false, nil, nil
    changed[#changed + 1] = id
  end
  for place, of in pairs(places) do many('ZREM', place, of) end
  many('HDEL', TASKS, ids)
  many('HDEL', STATES, ids)
  unindex(ids)
end
