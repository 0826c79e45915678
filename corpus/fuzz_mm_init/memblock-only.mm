mminit: scenario 1
# No firmware table.
mminit: geometry tiny
memblock_add: [0x0000000000001000-0x000000000009ffff]
memblock_add: [0x0000000000100000-0x00000000007fffff]
memblock_reserve: [0x0000000000200000-0x00000000002fffff]
