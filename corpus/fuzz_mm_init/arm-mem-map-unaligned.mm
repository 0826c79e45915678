mminit: scenario 1
# the mem_map begins within a page, and so do the parts that are given back
mminit: geometry arm_flatmem
mminit: mem_map 0x200020
memblock_add: [0x0-0xbfffff]
memblock_add: [0x1000000-0x1bfffff]
memblock_add: [0x2400000-0x2bfffff]
memblock_reserve: [0x200000-0x259fff]
