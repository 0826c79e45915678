mminit: scenario 1
# a gap whose struct pages fill no page
mminit: geometry arm_flatmem
mminit: page_shift 16
mminit: mem_map 0xc00000
memblock_add: [0x0-0x3ffffff]
memblock_add: [0x8000000-0xbffffff]
memblock_reserve: [0xc00000-0xcfffff]
