mminit: scenario 1
# low and high memory with holes in both, a mem_map that free_unused_memmap gives back in part
mminit: geometry arm_flatmem
mminit: cpus 2
mminit: lowmem_limit 0x1400000
mminit: mem_map 0x200000
mminit: dma_zone_size 0x400000
mminit: early_vm 0xf0810000 0x3000 0x2
mminit: early_vm 0xf0800000 0x1000 0x1
mminit: image text [0xc0100000-0xc071ffff]
mminit: image data [0xc0a00000-0xc0b1ffff]
mminit: image rodata [0xc0800000-0xc091ffff]
mminit: image init_data [0xc0c00000-0xc0d7ffff]
mminit: image init_text [0xc0d00000-0xc0d5ffff]
mminit: image bss [0xc0e00000-0xc0efffff]
memblock_add: [0x0-0xbfffff]
memblock_add: [0x1000000-0x1bfffff]
memblock_add: [0x2400000-0x2bfffff]
memblock_reserve: [0x200000-0x259fff]
memblock_reserve: [0x8000-0x1fffff]
memblock_reserve: [0x1a00800-0x1a01fff]
mminit: op mark_nomap [0x2600000-0x260ffff]
mminit: kmalloc 0
mminit: kmalloc 8
mminit: kmalloc 97
mminit: kmalloc 4097
mminit: kmalloc 8193
mminit: vmalloc 1
mminit: vmalloc 20480
mminit: alloc_pages 0 HighMem 0 Unmovable
mminit: alloc_pages 2 DMA 0 Movable
mminit: free #6
mminit: vmalloc 4096
mminit: free #2
mminit: kmalloc 7
mminit: free #5
mminit: free #9
mminit: free #1
mminit: vmalloc 0
mminit: free #17
mminit: kmalloc 100000
mminit: free #4
mminit: free #3
mminit: free #7
