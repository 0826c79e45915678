mminit: scenario 1
# a lock of 8 bytes is more than a word, and kmalloc-64 too much for it
mminit: geometry arm_flatmem
mminit: sizeof spinlock 8
memblock_add: [0x0-0x3fffff]
mminit: kmalloc 64
mminit: vmalloc 1
