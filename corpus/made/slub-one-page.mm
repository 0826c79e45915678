mminit: scenario 1
# one page for the first cache, none for the object that bootstrap copies
mminit: geometry tiny
memblock_add: [0x0-0x7fffff]
memblock_reserve: [0x0-0x5fffff]
memblock_reserve: [0x601000-0x7fffff]
