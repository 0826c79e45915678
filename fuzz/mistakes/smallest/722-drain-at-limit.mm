mminit: scenario 1
# Beyond: the 20 of triage-check
mminit: geometry tiny
mminit: slub_max_order 0
memblock_add: [0x0-0x7fffff]
mminit: kmalloc 4096
mminit: kmalloc 4096
mminit: kmalloc 4096
mminit: kmalloc 4096
mminit: free #1
mminit: free #2
mminit: free #3
