mminit: scenario 1
# NOMAP in low and in high memory, part of it reserved
mminit: geometry arm_flatmem
mminit: lowmem_limit 0x400000
memblock_add: [0x0-0x7fffff]
memblock_reserve: [0x180000-0x1fffff]
mminit: op mark_nomap [0x100000-0x1fffff]
mminit: op mark_nomap [0x500000-0x5fffff]
