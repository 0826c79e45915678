mminit: scenario 1
# the hole behind memory of no node is cut to a zone of node 0 that spans nothing
mminit: geometry tiny
mminit: release 6.1
BIOS-e820: [mem 0x0000000000000000-0xffffffffffffffff] usable
mminit: ext_mem_k 51719
memblock_reserve: [0x0000000000000000-0xffffffffffffffff]
mminit: op fill
memblock_reserve: [0x0000000000000000-0xffffffffffffffff]
memblock_reserve: [0x0000000000000000-0xffffffffffffffff]
ACPI: SRAT: Node 0 PXM 0 [mem 0x0000000000000000-0x0000000000001fff]
ACPI: SRAT: Node 1 PXM 1 [mem 0x0000000000010000-0x0000000000758fff]
