mminit: scenario 1
# no page is left for the cache of caches
mminit: config MOVABLE_NODE=0
mminit: sizeof kmem_cache 1
mminit: sizeof kmem_cache_node 64
mminit: slub_min_objects 32768
mminit: slub_max_order 7
mminit: slub_min_order 20
mminit: setup_data [0x0000000004001000-0x5a00008004ff1359]
mminit: op add_node [0x0000000000100000-0x00000000002bffff] 0
mminit: op add_node [0x00000000002c0800-0x00000000002c0fff] 17
mminit: op add_node [0x0000000000480000-0x000000000063ffff] 40
mminit: op add_node [0x0000000000000000-0x0000000000645fff] 63
