mminit: scenario 1
# Linux, all releases: memory is removed, and the table of memory, which grows for it, is put into what is removed.
# See remove-under-own-table.md.
mminit: expect agree
mminit: release 6.12
mminit: memblock_regions 4
mminit: op allow_resize
memblock_add: [0x0000000000100000-0x00000000001fffff]
memblock_add: [0x0000000000300000-0x00000000003fffff]
memblock_add: [0x0000000000500000-0x00000000005fffff]
memblock_remove: [0x0000000000500000-0x00000000005fffff]
