mminit: scenario 1
# An entry that ends exactly at 2^64: its sum is 0, so that the table is not sanitized, yet it is
# accepted. The map stays unsorted and overlapping.
BIOS-e820: [mem 0x0000000000100000-0x0000000002ffffff] usable
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0xffffffff00000000-0xffffffffffffffff] reserved
BIOS-e820: [mem 0x0000000002000000-0x0000000003ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
