mminit: scenario 1
# Areas next to one another, reused holes, lazy frees.
mminit: geometry tiny
mminit: early_vm 0xffffc90000004000 0x2000 0x2
memblock_add: [0x0-0x7fffff]
mminit: vmalloc 8192
mminit: vmalloc 4096
mminit: vmalloc 40960
mminit: free #2
mminit: vmalloc 4096
mminit: free #1
mminit: vmalloc 12288
mminit: kmalloc 90
mminit: free #3
mminit: vmalloc 3000000
mminit: vmalloc 9000000
mminit: free #10
mminit: free #5
