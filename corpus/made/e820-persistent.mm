mminit: scenario 1
# Persistent memory: type 7 merges with its neighbours, type 12 keeps every boundary.
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x0000000001ffffff] usable
BIOS-e820: [mem 0x0000000002000000-0x0000000002ffffff] persistent (type 7)
BIOS-e820: [mem 0x0000000003000000-0x0000000003ffffff] persistent (type 7)
BIOS-e820: [mem 0x0000000004000000-0x0000000004ffffff] persistent (type 12)
BIOS-e820: [mem 0x0000000005000000-0x0000000005ffffff] persistent (type 12)
BIOS-e820: [mem 0x0000000004600000-0x00000000047fffff] usable
BIOS-e820: [mem 0x0000000006000000-0x0000000007ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
