mminit: scenario 1
# Two nodes side by side, reservations before and after the SRAT.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000007ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
mminit: kernel [0x0000000001000000-0x00000000017fffff]
memblock_reserve: [0x0000000001000000-0x00000000017fffff]
ACPI: SRAT: Node 0 PXM 0 [mem 0x0000000000000000-0x0000000003ffffff]
ACPI: SRAT: Node 1 PXM 1 [mem 0x0000000004000000-0x0000000007ffffff]
memblock_reserve: [0x0000000003f00000-0x00000000040fffff]
