mminit: scenario 1
# Mirrored memory amid ZONE_MOVABLE: the page frame after it is stepped over too.
mminit: geometry tiny
Command line: kernelcore=mirror
memblock_add: [0x0000000000100000-0x00000000007fffff]
mminit: op mark_mirror [0x0000000000100000-0x00000000003fffff]
mminit: op mark_mirror [0x0000000000480000-0x00000000004bffff]
mminit: op mark_mirror [0x0000000000600000-0x0000000000602fff]
