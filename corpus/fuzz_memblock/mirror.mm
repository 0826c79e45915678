mminit: scenario 1
# Mirrored memory is given out first, up to the current limit, whatever the limit asked for.
mminit: geometry tiny
memblock_add: [0x0000000000100000-0x00000000007fffff]
mminit: op mark_mirror [0x0000000000100000-0x00000000002fffff]
mminit: op alloc 0x1000 0x1000 0x0 0x0 -1
mminit: op current_limit 0x200000
mminit: op alloc 0x1000 0x1000 0x0 0x700000 -1
