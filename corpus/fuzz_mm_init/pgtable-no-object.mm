mminit: scenario 1
# no page for the object of the locks' cache
mminit: geometry tiny
mminit: sizeof spinlock 72
mminit: sizeof kmem_cache 2048
mminit: slub_max_order 0
memblock_add: [0x0-0x7ffff]
memblock_reserve: [0x0-0x5ffff]
