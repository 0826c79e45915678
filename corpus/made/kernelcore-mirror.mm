mminit: scenario 1
# kernelcore=mirror above 4 GiB: mirrored ranges stay in Normal, the rest is Movable.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
BIOS-e820: [mem 0x0000000100000000-0x0000000117ffffff] usable
Command line: kernelcore=mirror
mminit: op mark_mirror [0x0000000000000000-0x0000000003ffffff]
mminit: op mark_mirror [0x0000000108000000-0x000000010fffffff]
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
