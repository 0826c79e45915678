mminit: scenario 1
# a hole that is too small at first is taken later
mminit: geometry tiny
mminit: early_vm 0xffffc90000000000 0x1000 0x1
mminit: early_vm 0xffffc90000008000 0x1000 0x1
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
mminit: vmalloc 40960
mminit: vmalloc 4096
mminit: vmalloc 24576
mminit: vmalloc 16384
mminit: free #1
mminit: vmalloc 36864
