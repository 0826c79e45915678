mminit: scenario 1
# Deferred; pieces of two nodes take turns. Enough of node 0 is initialised amid a section.
mminit: geometry tiny
mminit: config DEFERRED_STRUCT_PAGE_INIT=1
ACPI: SRAT: Node 0 PXM 0 [mem 0x0-0xfffff]
ACPI: SRAT: Node 1 PXM 1 [mem 0x100000-0x1fffff]
ACPI: SRAT: Node 0 PXM 0 [mem 0x200000-0x40ffff]
ACPI: SRAT: Node 1 PXM 1 [mem 0x410000-0x41ffff]
ACPI: SRAT: Node 0 PXM 0 [mem 0x420000-0x51ffff]
ACPI: SRAT: Node 1 PXM 1 [mem 0x520000-0x52ffff]
ACPI: SRAT: Node 0 PXM 0 [mem 0x530000-0x7fffff]
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
