mminit: scenario 1
# banks that begin and end within pages, one within a page
mminit: geometry arm_flatmem
mminit: lowmem_limit 0x900000
memblock_add: [0x800-0x7ffbff]
memblock_add: [0x7fff00-0x7fffff]
memblock_add: [0x800100-0xc00fff]
memblock_reserve: [0x7ffa00-0x7ffaff]
memblock_reserve: [0xa00000-0xa00000]
