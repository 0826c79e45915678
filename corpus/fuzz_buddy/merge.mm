mminit: scenario 1
# Frees that merge up to the largest order.
mminit: geometry tiny
mminit: config PAGE_TABLE_ISOLATION=0
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
memblock_reserve: [0x0000000000000000-0x0000000000000fff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
mminit: alloc_pages 0 DMA32 0 Movable
mminit: alloc_pages 0 DMA32 0 Movable
mminit: alloc_pages 0 DMA32 0 Movable
mminit: alloc_pages 0 DMA32 0 Movable
mminit: alloc_pages 0 DMA32 0 Movable
mminit: alloc_pages 0 DMA32 0 Movable
mminit: alloc_pages 0 DMA32 0 Movable
mminit: alloc_pages 0 DMA32 0 Movable
mminit: alloc_pages 0 DMA32 0 Movable
mminit: alloc_pages 0 DMA32 0 Movable
mminit: alloc_pages 0 DMA32 0 Movable
mminit: alloc_pages 0 DMA32 0 Movable
mminit: alloc_pages 0 DMA32 0 Movable
mminit: alloc_pages 0 DMA32 0 Movable
mminit: alloc_pages 0 DMA32 0 Movable
mminit: alloc_pages 0 DMA32 0 Movable
mminit: free #1
mminit: free #3
mminit: free #2
mminit: free #4
mminit: free #9
mminit: free #11
mminit: free #10
mminit: free #12
mminit: free #5
mminit: free #7
mminit: free #6
mminit: free #8
mminit: free #13
mminit: free #15
mminit: free #14
mminit: free #16
