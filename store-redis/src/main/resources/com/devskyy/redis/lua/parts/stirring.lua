-- stirring: what is written now may give `advance` something to do before it thought. Frees memory at
-- worst, so that it is also what a script begins with that must finish beyond maxmemory; see freeing.
local function stir()
  call('HDEL', META, 'quiet')
end
