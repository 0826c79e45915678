mminit: scenario 1
mminit: geometry tiny
BIOS-e820: [mem 0x0-0xfff] reserved
BIOS-e820: [mem 0x1000-0x17ff] usable
