mminit: scenario 1
# A node of 1 MiB goes online: the lower limit of 4 MiB was dropped in 6.7, and in the stable 6.1 too. The model
# had it for 6.12 only; a real 6.1.192 showed it.
mminit: expect agree
mminit: release 6.1
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x0000000007ffffff] usable
ACPI: SRAT: Node 0 PXM 0 [mem 0x0000000000000000-0x0000000003ffffff]
ACPI: SRAT: Node 1 PXM 1 [mem 0x0000000004000000-0x00000000040fffff]
ACPI: SRAT: Node 0 PXM 0 [mem 0x0000000004100000-0x0000000007ffffff]
