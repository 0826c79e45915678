mminit: scenario 1
# Marks.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
memblock_reserve: [0x0000000000000000-0x0000000000000fff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
mminit: op mark_hotplug [0x0000000000200000-0x00000000002fffff]
mminit: op mark_mirror [0x0000000000280000-0x000000000037ffff]
mminit: op mark_nomap [0x0000000000400000-0x00000000004fffff]
mminit: op clear_hotplug [0x0000000000000000-0xffffffffffffffff]
mminit: op alloc 0x100000 0x1000 0x0 0x0 -1
