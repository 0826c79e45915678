mminit: scenario 1
# the same on a machine of two nodes
mminit: geometry tiny
mminit: cpus 4
mminit: early_vm 0xffffc90000008000 0x3000 0x2
mminit: early_vm 0xffffc90000000000 0x1000 0x1
mminit: early_vm 0xffffc90000002000 0x0 0x2
mminit: user_map 0xffffffffff600000 0x1000 vsyscall
mminit: user_map 0xffff880000400000 0x3000 percpu
mminit: user_map 0xffffffff81800000 0x2000 rx
mminit: user_map 0xffffffffff579000 0x1000 ro
mminit: user_map 0xffffffff81f0b010 10 kernel
mminit: user_map 0xffffffff82000000 0x1000 kernel
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
ACPI: SRAT: Node 0 PXM 0 [mem 0x0-0x3fffff]
ACPI: SRAT: Node 1 PXM 1 [mem 0x400000-0x7fffff]
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
mminit: kmalloc 0
mminit: kmalloc 8
mminit: kmalloc 97
mminit: kmalloc 4097
mminit: kmalloc 8193
mminit: vmalloc 1
mminit: vmalloc 20480
mminit: alloc_pages 0 Normal 0 Unmovable
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
