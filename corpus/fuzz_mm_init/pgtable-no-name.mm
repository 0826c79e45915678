mminit: scenario 1
# no page for the name of an alias: a cache of its own after all
mminit: geometry arm_flatmem
mminit: sizeof spinlock 60
memblock_add: [0x0-0x7ffff]
memblock_reserve: [0x0-0x7cfff]
