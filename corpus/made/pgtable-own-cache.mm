mminit: scenario 1
# locks of 72 bytes have a cache of their own
mminit: geometry tiny
mminit: sizeof spinlock 72
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
mminit: kmalloc 64
mminit: kmalloc 24
mminit: vmalloc 4096
mminit: free #1
