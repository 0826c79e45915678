mminit: scenario 1
# the pages are used up by the DMA caches
mminit: geometry tiny
mminit: sizeof kmem_cache 1500
memblock_add: [0x0-0x7fffff]
memblock_reserve: [0x0-0x5fffff]
memblock_reserve: [0x609000-0x7fffff]
