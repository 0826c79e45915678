mminit: scenario 1
# memmap=exactmap: a map of the user's own, in no order.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000007ffffff] usable
Command line: memmap=exactmap memmap=32M@1M memmap=640K@0 memmap=8K#48M,16K$49M memmap=4M!52M memmap=8M@56M
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
