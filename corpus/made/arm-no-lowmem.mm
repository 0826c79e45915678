mminit: scenario 1
# the limit of low memory is below all of it
mminit: geometry arm_flatmem
mminit: lowmem_limit 0x1000
memblock_add: [0x400000-0x1ffffff]
