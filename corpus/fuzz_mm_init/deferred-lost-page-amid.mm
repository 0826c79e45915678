mminit: scenario 1
# the same amid a pageblock: the thread meets a page frame that is not valid
mminit: geometry tiny
mminit: config DEFERRED_STRUCT_PAGE_INIT=1
memblock_add: [0x100000-0x4fffff]
memblock_add: [0x500000-0x5fffff]
memblock_add: [0x705800-0x705fff]
memblock_add: [0x705000-0x7057ff]
memblock_add: [0x740000-0x7fffff]
mminit: op mark_hotplug [0x705800-0x705fff]
