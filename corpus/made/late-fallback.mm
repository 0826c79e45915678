mminit: scenario 1
# Allocations that exhaust a zone and a node and go on elsewhere, then fail.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
memblock_reserve: [0x0000000001200000-0x0000000001dfffff]
ACPI: SRAT: Node 0 PXM 0 [mem 0x0000000000000000-0x0000000001ffffff]
ACPI: SRAT: Node 1 PXM 1 [mem 0x0000000002000000-0x0000000003ffffff]
mminit: alloc_pages 10 Normal 0 Movable
mminit: alloc_pages 10 Normal 1 Movable
mminit: alloc_pages 10 Normal 0 Movable
mminit: alloc_pages 10 Normal 1 Movable
mminit: alloc_pages 10 Normal 0 Movable
mminit: alloc_pages 10 Normal 1 Movable
mminit: alloc_pages 10 Normal 0 Movable
mminit: alloc_pages 10 Normal 1 Movable
mminit: alloc_pages 10 Normal 0 Movable
mminit: alloc_pages 10 Normal 1 Movable
mminit: alloc_pages 10 Normal 0 Movable
mminit: alloc_pages 10 Normal 1 Movable
mminit: alloc_pages 10 Normal 0 Movable
mminit: alloc_pages 10 Normal 1 Movable
mminit: alloc_pages 10 Normal 0 Movable
mminit: alloc_pages 10 Normal 1 Movable
mminit: alloc_pages 10 Normal 0 Movable
mminit: alloc_pages 10 Normal 1 Movable
mminit: alloc_pages 10 Normal 0 Movable
mminit: alloc_pages 10 Normal 1 Movable
mminit: free #3
mminit: free #1
mminit: free #7
mminit: free #2
