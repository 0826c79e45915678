mminit: scenario 1
# Freeing twice, and what an allocation did not get.
mminit: geometry tiny
mminit: config PAGE_TABLE_ISOLATION=0
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
mminit: alloc_pages 4 DMA 0 Movable
mminit: free #1
mminit: free #1
mminit: alloc_pages 4 DMA 7 Movable
mminit: free #4
