mminit: scenario 1
# Linux, all releases: reserving from address 0 on, the grown table is put into the range that is being reserved,
# one gap more than was counted is to be filled, and BUG_ON(cnt >= max) ends the kernel. See reserve-from-zero.md.
mminit: expect agree
mminit: release 6.12
mminit: memblock_regions 8
mminit: op allow_resize
memblock_add: [0x0000000000100000-0x00000000001fffff]
memblock_reserve: [0x0000000000110000-0x0000000000110fff]
memblock_reserve: [0x0000000000120000-0x0000000000120fff]
memblock_reserve: [0x0000000000130000-0x0000000000130fff]
memblock_reserve: [0x0000000000140000-0x0000000000140fff]
memblock_reserve: [0x0000000000150000-0x0000000000150fff]
memblock_reserve: [0x0000000000160000-0x0000000000160fff]
memblock_reserve: [0x0000000000170000-0x0000000000170fff]
memblock_reserve: [0x0000000000000000-0x00000000002fffff]
