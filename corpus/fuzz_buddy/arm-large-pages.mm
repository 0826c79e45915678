mminit: scenario 1
# Pages of 64 KiB: kmalloc caches up to 128 KiB.
mminit: geometry arm_flatmem
mminit: lowmem_limit 0x800000
mminit: page_shift 16
mminit: dma_zone_size 0x200000
memblock_add: [0x0-0x7fffff]
memblock_add: [0xc00000-0xffffff]
mminit: kmalloc 65537
mminit: kmalloc 131073
mminit: vmalloc 65537
mminit: alloc_pages 1 DMA 0 Unmovable
mminit: free #1
mminit: free #3
mminit: free #2
mminit: kmalloc 131072
