mminit: scenario 1
# 129 pages of 16 KiB: the heuristic stays
mminit: geometry arm_flatmem
mminit: page_shift 14
memblock_add: [0x0-0x203fff]
