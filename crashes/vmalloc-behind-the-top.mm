mminit: scenario 1
# An early area ends at the top of the address space: vmalloc's search behind it wrapped, and
# target/ gave out an address there.
mminit: geometry tiny
mminit: early_vm 0xffffc90000006000 0x36ffffff9000 0x2
memblock_add: [0x0000000000000000-0x00000000007fffff]
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
mminit: expect agree
