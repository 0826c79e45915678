mminit: scenario 1
# page_ext takes its table from memblock
mminit: geometry arm_flatmem
mminit: config PAGE_EXTENSION=1
mminit: sizeof page_ext 12
memblock_add: [0x0-0x1ffffff]
