mminit: scenario 1
# pages of 16 KiB, 128 of them: overcommit always
mminit: geometry arm_flatmem
mminit: page_shift 14
memblock_add: [0x0-0x1fffff]
