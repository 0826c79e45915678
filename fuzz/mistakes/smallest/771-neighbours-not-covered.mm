mminit: scenario 1
# Beyond: the 20 of triage-check
mminit: geometry arm_flatmem
mminit: config PAGE_EXTENSION=1
memblock_add: [0x0-0x100fff]
