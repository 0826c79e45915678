mminit: scenario 1
# Overlapping entries of several types.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
BIOS-e820: [mem 0x0000000000200000-0x00000000002fffff] ACPI data
BIOS-e820: [mem 0x00000000002ff800-0x00000000003107ff] reserved
BIOS-e820: [mem 0x0000000000280000-0x00000000002bffff] usable
