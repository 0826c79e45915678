mminit: scenario 1
# firmware says more memory than the SRAT has nodes for
mminit: release 6.1
ACPI: SRAT: Node 0 PXM 0 [mem 0x0-0x7ffffff]
ACPI: SRAT: Node 2 PXM 2 [mem 0x8000000-0x80fffff]
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x00000000083fffff] usable
