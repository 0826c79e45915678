mminit: scenario 1
# A table whose entries are all empty is sanitized to an empty one: no RAM at all.
BIOS-e820: [mem 0x0000000000001000-0x0000000000000fff] usable
BIOS-e820: [mem 0x0000000000100000-0x00000000000fffff] usable
