mminit: scenario 1
# eight pages are free: none is left for kmalloc-192
mminit: geometry tiny
mminit: sizeof kmem_cache_node 2048
mminit: sizeof kmem_cache 1900
mminit: slub_max_order 0
memblock_add: [0x0-0x7fffff]
memblock_reserve: [0x0-0x1fffff]
memblock_reserve: [0x208000-0x7fffff]
