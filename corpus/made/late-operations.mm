mminit: scenario 1
# Allocating and freeing after boot: stealing, merging, double frees, late frees of a reservation.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
mminit: kernel [0x0000000001000000-0x00000000017fffff]
memblock_reserve: [0x0000000001000000-0x00000000017fffff]
mminit: alloc_pages 0 Normal 0 Movable
mminit: alloc_pages 3 DMA32 0 Unmovable
mminit: alloc_pages 9 Movable 0 Reclaimable
mminit: alloc_pages 10 Normal 0 Unmovable
mminit: free #2
mminit: free #1
mminit: alloc_pages 0 DMA 0 Unmovable
mminit: free #4
mminit: free_late [0x0000000001000000-0x00000000010fffff]
mminit: free #2
