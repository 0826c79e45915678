mminit: scenario 1
# objects in page 0, one of them at the physical address 16
mminit: geometry tiny
mminit: op add_node [0x0000000000000000-0x00000000007fffff] 0
ACPI: SRAT: Node 0 PXM 0 [mem 0x0000000000000000-0x00000000003fffff]
ACPI: SRAT: Node 1 PXM 0 [mem 0x0000000000400000-0x00000000007fffff]
memblock_reserve: [0x0000000000000000-0x00000000005fffff]
mminit: free_late [0x0000000000000000-0x0000000000004fff]
mminit: kmalloc 7
mminit: kmalloc 7
mminit: kmalloc 7
