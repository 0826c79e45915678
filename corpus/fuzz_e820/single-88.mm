mminit: scenario 1
# One entry, 0x88.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x00000000007fffff] usable
mminit: ext_mem_k 4096
