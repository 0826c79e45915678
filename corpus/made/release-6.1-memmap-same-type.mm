mminit: scenario 1
# memmap=%: a type becomes itself, which is a BUG
mminit: release 6.1
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x0000000007ffffff] usable
Command line: memmap=0x1000%0x1000-1+1,0x1000@0x10000000 mem=16M
