mminit: scenario 1
# Beyond: the 20 of triage-check
mminit: geometry tiny
mminit: config DEFERRED_STRUCT_PAGE_INIT=1
memblock_add: [0x1000-0x17ffff]
