mminit: scenario 1
# RAM that is nothing but page 0 and the BIOS hole: all of it is taken away again.
BIOS-e820: [mem 0x0000000000000000-0x0000000000000fff] usable
BIOS-e820: [mem 0x00000000000a0000-0x00000000000fffff] usable
