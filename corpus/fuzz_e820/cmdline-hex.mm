mminit: scenario 1
# a number that is hexadecimal by a capital X
mminit: geometry tiny
Command line: mem=0X7FF000 memmap=0X1000@0X800000
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
