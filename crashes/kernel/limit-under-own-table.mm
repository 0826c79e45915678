mminit: scenario 1
# Linux, all releases: a memory limit takes the memory and the reservation of a table in use, later memory is added again.
# See remove-under-own-table.md.
mminit: expect agree
mminit: geometry tiny
mminit: release 6.12
mminit: memblock_regions 8
BIOS-e820: [mem 0x0000000000000000-0x00000000007fffff] usable
BIOS-e820: [mem 0x0000000000000000-0xffffffffffffffff] usable
mminit: op fill
memblock_reserve: [0x0000000000000000-0x0000000000000000]
memblock_reserve: [0x0000000000001000-0x0000000000001fff]
memblock_reserve: [0x0000000000010000-0x00000000000fffff]
memblock_reserve: [0x0000000000200000-0x000000000020ffff]
memblock_reserve: [0x0000000000400000-0x00000000004fffff]
memblock_reserve: [0x00000000002e0000-0x00000000002e0fff]
memblock_reserve: [0x00000000002e5000-0x00000000002e5fff]
memblock_reserve: [0x00000000002ea000-0x00000000002eafff]
memblock_reserve: [0x00000000002ef000-0x00000000002effff]
mminit: op enforce_limit 0x400000
mminit: op fill
memblock_reserve: [0x0000000000000000-0x00000000002fffff]
