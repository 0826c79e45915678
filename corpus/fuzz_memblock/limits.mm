mminit: scenario 1
# Limits.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
memblock_reserve: [0x0000000000000000-0x0000000000000fff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
memblock_reserve: [0x0000000000600000-0x00000000006fffff]
mminit: op current_limit 0x400000
mminit: op alloc 0x1000 0x1000 0x0 0x0 -1
mminit: op enforce_limit 0x500123
mminit: op trim 0x1000
mminit: op enforce_limit 0x0
