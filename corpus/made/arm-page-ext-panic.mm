mminit: scenario 1
# no room for the table of page_ext
mminit: geometry arm_flatmem
mminit: config PAGE_EXTENSION=1
mminit: sizeof page_ext 256
memblock_add: [0x0-0xfffff]
memblock_reserve: [0x10000-0xfffff]
