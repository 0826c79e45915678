mminit: scenario 1
# Entries that overlap: the numerically larger type wins, byte by byte.
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000090000-0x000000000012ffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
BIOS-e820: [mem 0x0000000002000000-0x0000000002ffffff] ACPI data
BIOS-e820: [mem 0x0000000002800000-0x00000000037fffff] ACPI NVS
BIOS-e820: [mem 0x0000000003200000-0x00000000033fffff] usable
BIOS-e820: [mem 0x0000000002fff800-0x00000000030007ff] unusable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
