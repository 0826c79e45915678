mminit: scenario 1
# pages of 8 KiB are not large: 128 of them, and no overcommit
mminit: geometry arm_flatmem
mminit: page_shift 13
memblock_add: [0x0-0xfffff]
