mminit: scenario 1
# all memory is reserved: no page for the first slab
mminit: geometry tiny
memblock_add: [0x0-0x7fffff]
memblock_reserve: [0x0-0x7fffff]
