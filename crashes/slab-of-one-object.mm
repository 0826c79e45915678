mminit: scenario 1
# slub_min_objects=1: the law of wasted memory held a slab of one object for wrong, whose order calculate_order takes
# without a look at the waste.
mminit: expect agree
mminit: geometry tiny
mminit: sizeof kmem_cache 2048
mminit: slub_min_objects 1
memblock_add: [0x0000000000000000-0x00000000000fffff]
