mminit: scenario 1
# All three allocators, freed in another order.
mminit: geometry tiny
SRAT: Node 0 PXM 0 [mem 0x0-0x3fffff]
SRAT: Node 1 PXM 1 [mem 0x400000-0x7fffff]
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
mminit: kmalloc 200
mminit: alloc_pages 3 Normal 1 Movable
mminit: vmalloc 30000
mminit: kmalloc 4000
mminit: free #2
mminit: alloc_pages 1 DMA32 0 Reclaimable
mminit: free #3
mminit: vmalloc 5000
mminit: kmalloc 200
mminit: free #1
mminit: free #8
mminit: free #9
mminit: free #4
mminit: free #6
