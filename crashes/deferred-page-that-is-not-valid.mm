mminit: scenario 1
# The model looked at the struct page of a page frame that is not valid, as an earlier boot had left it:
# page_alloc_init_late ended as the boot before had it.
mminit: geometry tiny
mminit: config DEFERRED_STRUCT_PAGE_INIT=1
memblock_add: [0x100000-0x4fffff]
memblock_add: [0x500000-0x5fffff]
memblock_add: [0x705800-0x705fff]
memblock_add: [0x705000-0x7057ff]
memblock_add: [0x740000-0x7fffff]
mminit: op mark_hotplug [0x705800-0x705fff]
