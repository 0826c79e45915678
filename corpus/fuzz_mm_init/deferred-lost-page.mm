mminit: scenario 1
# deferred; a page that two regions make up, in a section that is not present
mminit: geometry tiny
mminit: config DEFERRED_STRUCT_PAGE_INIT=1
memblock_add: [0x100000-0x4fffff]
memblock_add: [0x500000-0x5fffff]
memblock_add: [0x700800-0x700fff]
memblock_add: [0x700000-0x7007ff]
memblock_add: [0x740000-0x7fffff]
mminit: op mark_hotplug [0x700800-0x700fff]
