mminit: scenario 1
# RAM that begins and ends within pages, holes of a few bytes, two entries that share a page.
BIOS-e820: [mem 0x0000000000000123-0x000000000009fbfe] usable
BIOS-e820: [mem 0x0000000000100001-0x0000000001fff7fe] usable
BIOS-e820: [mem 0x0000000001fff7ff-0x0000000001fff800] reserved
BIOS-e820: [mem 0x0000000001fff801-0x00000000027ffffe] usable
BIOS-e820: [mem 0x0000000002800000-0x0000000002800fff] reserved
BIOS-e820: [mem 0x0000000002801000-0x00000000028017ff] usable
BIOS-e820: [mem 0x0000000002801800-0x0000000004000123] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
