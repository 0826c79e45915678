mminit: scenario 1
# One entry, e801.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x00000000007fffff] usable
mminit: ext_mem_k 2048
mminit: alt_mem_k 6144
