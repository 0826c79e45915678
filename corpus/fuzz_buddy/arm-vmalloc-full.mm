mminit: scenario 1
# more than lies between VMALLOC_START and VMALLOC_END
mminit: geometry arm_flatmem
memblock_add: [0x0-0x1fffffff]
mminit: vmalloc 0x100000
mminit: vmalloc 0x17000000
mminit: vmalloc 0x1000
mminit: free #1
mminit: vmalloc 0x1fe00000
