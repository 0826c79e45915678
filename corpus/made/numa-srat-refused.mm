mminit: scenario 1
# An SRAT that leaves 16 MiB uncovered is refused; everything is node 0.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
ACPI: SRAT: Node 0 PXM 0 [mem 0x0000000000000000-0x0000000001ffffff]
ACPI: SRAT: Node 1 PXM 1 [mem 0x0000000003000000-0x0000000003ffffff]
