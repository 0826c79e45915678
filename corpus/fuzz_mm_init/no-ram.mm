mminit: scenario 1
# A machine without RAM.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x0000000000000fff] usable
BIOS-e820: [mem 0x0000000000100000-0x00000000001fffff] reserved
