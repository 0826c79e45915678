mminit: scenario 1
# Once a slab on a CPU's partial list, which was not observed before the end, broke a law after
# kmem_cache_init: a node's kmem_cache_node objects come from another node's memory.
mminit: expect agree
mminit: geometry tiny
mminit: sizeof kmem_cache_node 2048
mminit: op add_node [0x0000000000100000-0x000000000010afff] 0
mminit: op add_node [0x0000000000000000-0x000000000003ffff] 3
