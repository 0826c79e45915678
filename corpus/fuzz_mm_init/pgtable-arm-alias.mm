mminit: scenario 1
# locks of as many bytes as the objects of a cache of kmalloc
mminit: geometry arm_flatmem
mminit: sizeof spinlock 64
memblock_add: [0x0-0x3fffff]
