mminit: scenario 1
# The same range freed late twice: undefined.
mminit: geometry tiny
mminit: config PAGE_TABLE_ISOLATION=0
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
memblock_reserve: [0x0000000000200000-0x00000000002fffff]
mminit: free_late [0x0000000000200000-0x00000000002fffff]
mminit: free_late [0x0000000000200000-0x00000000002fffff]
