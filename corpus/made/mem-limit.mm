mminit: scenario 1
# mem= cuts RAM within a page; all of 4 GiB and above goes.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000007ffffff] usable
BIOS-e820: [mem 0x0000000100000000-0x0000000103ffffff] usable
Command line: ro mem=0x3ffc123 quiet
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
