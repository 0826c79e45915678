mminit: scenario 1
# Questions to the table.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
mminit: e820_op any_mapped [mem 0x9ffff-0xa0000] usable
mminit: e820_op all_mapped [mem 0x100000-0x7fffff] usable
mminit: e820_op all_mapped [mem 0x0-0x1fffff] usable
mminit: e820_op any_mapped [mem 0xa0000-0xeffff] reserved
mminit: e820_op all_mapped [mem 0x200000-0x1fffff] usable
