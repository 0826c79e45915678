mminit: scenario 1
# a cache for locks on two nodes
mminit: geometry tiny
mminit: sizeof spinlock 24
mminit: op add_node [0x0-0x3fffff] 0
mminit: op add_node [0x400000-0x7fffff] 1
mminit: kmalloc 64
mminit: kmalloc 24
mminit: vmalloc 4096
mminit: free #1
