mminit: scenario 1
# Compound pages, up to more than there is.
mminit: geometry tiny
memblock_add: [0x0-0x7fffff]
mminit: kmalloc 8193
mminit: kmalloc 65536
mminit: kmalloc 65537
mminit: kmalloc 16385
mminit: free #1
mminit: free #2
mminit: free #3
mminit: free #4
mminit: free #4
