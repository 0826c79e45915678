mminit: scenario 1
# No firmware table: the boot starts at the memblock operations, end of RAM from the regions.
memblock_add: [0x0000000000001000-0x000000000009ffff]
memblock_add: [0x0000000000100000-0x0000000003ffffff]
memblock_reserve: [0x0000000000000000-0x0000000000000fff]
memblock_reserve: [0x0000000001000000-0x00000000017fffff]
memblock_remove: [0x0000000002800000-0x00000000028fffff]
