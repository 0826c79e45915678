mminit: scenario 1
# deferred pages that are reserved: beyond memory and every zone
mminit: geometry tiny
mminit: config DEFERRED_STRUCT_PAGE_INIT=1
memblock_add: [0x0-0x7dffff]
memblock_reserve: [0x7e8000-0x7fbfff]
memblock_reserve: [0x7a0000-0x7a3fff]
