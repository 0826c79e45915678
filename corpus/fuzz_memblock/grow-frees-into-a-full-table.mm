mminit: scenario 1
# The memory table grows; freeing its old array, in the midst of a reservation, makes the full table of
# reservations grow too, whose new array cannot be reserved.
mminit: geometry tiny
mminit: memblock_regions 8
BIOS-e820: [mem 0x0000000000000000-0x0000000000000fff] usable
BIOS-e820: [mem 0x0000000000110000-0x00000000001fffff] reserved
Command line: memmap=0x20000000@0x0
memblock_add: [0x0000000000000000-0x0000000000001fff]
memblock_add: [0x0000000000530000-0x0000000000530fff]
memblock_add: [0x0000000000400000-0x00000000004fffff]
memblock_add: [0x0000000001000000-0x0000000007ffffff]
memblock_add: [0x0000000000520000-0x000000000052afff]
memblock_add: [0x000000000052c000-0x000000000052cfff]
memblock_add: [0x0000000000532000-0x0000000000532fff]
memblock_add: [0x0000000000540000-0x00000000005fffff]
memblock_reserve: [0x0000000000400000-0x0000000000ffffff]
memblock_reserve: [0x0000000000100000-0x00000000001fffff]
memblock_reserve: [0x0000000000002000-0x000000000000ffff]
memblock_reserve: [0x0000000000000000-0x0000000000000fff]
memblock_reserve: [0x0000000008000000-0x00000000ffffffff]
memblock_reserve: [0x0000000000260000-0x000000000026ffff]
memblock_reserve: [0x0000000000272000-0x0000000000272fff]
memblock_reserve: [0x0000000000280000-0x00000000002fffff]
mminit: op fill
