mminit: scenario 1
# node 1 has no page free, node 0 has 2
mminit: geometry tiny
mminit: sizeof kmem_cache_node 2048
mminit: sizeof kmem_cache 1900
mminit: slub_max_order 0
ACPI: SRAT: Node 0 PXM 0 [mem 0x0-0x3fffff]
ACPI: SRAT: Node 1 PXM 1 [mem 0x400000-0x7fffff]
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
memblock_reserve: [0x0-0x1fffff]
memblock_reserve: [0x202000-0x7fffff]
