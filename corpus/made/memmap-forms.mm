mminit: scenario 1
# memmap= in all its forms over an ordinary map: add, ACPI, reserve, protect, and a size alone.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000007ffffff] usable
Command line: memmap=1M@0x7fff800 memmap=64K#0x2000000 memmap=0x1800$0x3000800 memmap=4M!64M,4M!68M memmap=120M
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
