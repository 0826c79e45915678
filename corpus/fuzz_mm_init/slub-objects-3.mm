mminit: scenario 1
# so many objects a slab that 15 bits do not hold their number
mminit: slub_min_objects 32768
mminit: slub_max_order 7
mminit: sizeof kmem_cache 400
mminit: sizeof kmem_cache_node 64
memblock_add: [0x0-0x7ffffff]
