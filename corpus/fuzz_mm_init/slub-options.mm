mminit: scenario 1
# Orders and sizes of the caches by options, no CPU partial lists.
mminit: geometry tiny
mminit: config SLUB_CPU_PARTIAL=0
mminit: cpus 64
mminit: slub_min_objects 60
mminit: slub_max_order 4
mminit: slub_min_order 1
mminit: sizeof kmem_cache 440
mminit: sizeof kmem_cache_node 120
mminit: percpu 0x2002 0 0x3000 0x8000
memblock_add: [0x0-0x7fffff]
