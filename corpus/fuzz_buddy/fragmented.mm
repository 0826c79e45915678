mminit: scenario 1
# A zone in pieces, filled and emptied.
mminit: geometry tiny
mminit: config PAGE_TABLE_ISOLATION=0
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
memblock_reserve: [0x0000000000000000-0x0000000000000fff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
memblock_reserve: [0x0000000000100000-0x0000000000100fff]
memblock_reserve: [0x0000000000103000-0x0000000000103fff]
memblock_reserve: [0x0000000000106000-0x0000000000106fff]
memblock_reserve: [0x0000000000109000-0x0000000000109fff]
memblock_reserve: [0x000000000010c000-0x000000000010cfff]
memblock_reserve: [0x000000000010f000-0x000000000010ffff]
memblock_reserve: [0x0000000000112000-0x0000000000112fff]
memblock_reserve: [0x0000000000115000-0x0000000000115fff]
memblock_reserve: [0x0000000000118000-0x0000000000118fff]
memblock_reserve: [0x000000000011b000-0x000000000011bfff]
memblock_reserve: [0x000000000011e000-0x000000000011efff]
memblock_reserve: [0x0000000000121000-0x0000000000121fff]
memblock_reserve: [0x0000000000124000-0x0000000000124fff]
memblock_reserve: [0x0000000000127000-0x0000000000127fff]
memblock_reserve: [0x000000000012a000-0x000000000012afff]
memblock_reserve: [0x000000000012d000-0x000000000012dfff]
memblock_reserve: [0x0000000000130000-0x0000000000130fff]
memblock_reserve: [0x0000000000133000-0x0000000000133fff]
memblock_reserve: [0x0000000000136000-0x0000000000136fff]
memblock_reserve: [0x0000000000139000-0x0000000000139fff]
memblock_reserve: [0x000000000013c000-0x000000000013cfff]
memblock_reserve: [0x000000000013f000-0x000000000013ffff]
memblock_reserve: [0x0000000000142000-0x0000000000142fff]
memblock_reserve: [0x0000000000145000-0x0000000000145fff]
memblock_reserve: [0x0000000000148000-0x0000000000148fff]
memblock_reserve: [0x000000000014b000-0x000000000014bfff]
memblock_reserve: [0x000000000014e000-0x000000000014efff]
memblock_reserve: [0x0000000000151000-0x0000000000151fff]
memblock_reserve: [0x0000000000154000-0x0000000000154fff]
memblock_reserve: [0x0000000000157000-0x0000000000157fff]
memblock_reserve: [0x000000000015a000-0x000000000015afff]
memblock_reserve: [0x000000000015d000-0x000000000015dfff]
memblock_reserve: [0x0000000000160000-0x0000000000160fff]
memblock_reserve: [0x0000000000163000-0x0000000000163fff]
memblock_reserve: [0x0000000000166000-0x0000000000166fff]
memblock_reserve: [0x0000000000169000-0x0000000000169fff]
memblock_reserve: [0x000000000016c000-0x000000000016cfff]
memblock_reserve: [0x000000000016f000-0x000000000016ffff]
memblock_reserve: [0x0000000000172000-0x0000000000172fff]
memblock_reserve: [0x0000000000175000-0x0000000000175fff]
memblock_reserve: [0x0000000000178000-0x0000000000178fff]
memblock_reserve: [0x000000000017b000-0x000000000017bfff]
memblock_reserve: [0x000000000017e000-0x000000000017efff]
memblock_reserve: [0x0000000000181000-0x0000000000181fff]
memblock_reserve: [0x0000000000184000-0x0000000000184fff]
memblock_reserve: [0x0000000000187000-0x0000000000187fff]
memblock_reserve: [0x000000000018a000-0x000000000018afff]
memblock_reserve: [0x000000000018d000-0x000000000018dfff]
memblock_reserve: [0x0000000000190000-0x0000000000190fff]
memblock_reserve: [0x0000000000193000-0x0000000000193fff]
memblock_reserve: [0x0000000000196000-0x0000000000196fff]
memblock_reserve: [0x0000000000199000-0x0000000000199fff]
memblock_reserve: [0x000000000019c000-0x000000000019cfff]
memblock_reserve: [0x000000000019f000-0x000000000019ffff]
memblock_reserve: [0x00000000001a2000-0x00000000001a2fff]
memblock_reserve: [0x00000000001a5000-0x00000000001a5fff]
memblock_reserve: [0x00000000001a8000-0x00000000001a8fff]
memblock_reserve: [0x00000000001ab000-0x00000000001abfff]
memblock_reserve: [0x00000000001ae000-0x00000000001aefff]
memblock_reserve: [0x00000000001b1000-0x00000000001b1fff]
mminit: alloc_pages 1 DMA 0 Unmovable
mminit: alloc_pages 1 DMA 0 Unmovable
mminit: alloc_pages 1 DMA 0 Unmovable
mminit: alloc_pages 1 DMA 0 Unmovable
mminit: alloc_pages 1 DMA 0 Unmovable
mminit: alloc_pages 1 DMA 0 Unmovable
mminit: alloc_pages 1 DMA 0 Unmovable
mminit: alloc_pages 1 DMA 0 Unmovable
mminit: alloc_pages 0 DMA 0 Movable
mminit: alloc_pages 0 DMA 0 Movable
mminit: alloc_pages 0 DMA 0 Movable
mminit: alloc_pages 0 DMA 0 Movable
mminit: alloc_pages 0 DMA 0 Movable
mminit: alloc_pages 0 DMA 0 Movable
mminit: alloc_pages 0 DMA 0 Movable
mminit: alloc_pages 0 DMA 0 Movable
mminit: free #1
mminit: free #3
mminit: free #5
mminit: free #7
mminit: free #9
mminit: free #11
mminit: free #13
mminit: free #15
