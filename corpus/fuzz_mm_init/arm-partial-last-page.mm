mminit: scenario 1
# the page that memory ends within, first of its block, is reserved
mminit: geometry arm_flatmem
memblock_add: [0x0-0x7ff7ff]
memblock_add: [0x800000-0x8007ff]
memblock_reserve: [0x100000-0x100fff]
memblock_reserve: [0x800000-0x8007ff]
