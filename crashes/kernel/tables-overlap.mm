mminit: scenario 1
# Linux, all releases: while the table of memory grows for the second time, the table of reservations is put
# into the same memory. See tables-overlap.md.
mminit: expect ram_regions_differ base
mminit: release 6.12
mminit: memblock_regions 4
mminit: op allow_resize
memblock_add: [0x0000000010000000-0x000000001fffffff]
memblock_reserve: [0x0000000010000000-0x0000000010000fff]
memblock_reserve: [0x0000000010010000-0x0000000010010fff]
memblock_add: [0x0000000000100000-0x0000000000100fff]
memblock_add: [0x0000000000102000-0x0000000000102fff]
memblock_add: [0x0000000000104000-0x0000000000104fff]
memblock_add: [0x0000000000106000-0x0000000000106fff]
memblock_add: [0x0000000000108000-0x0000000000108fff]
memblock_add: [0x000000000010a000-0x000000000010afff]
memblock_add: [0x000000000010c000-0x000000000010cfff]
memblock_add: [0x000000000010e000-0x000000000010efff]
