mminit: scenario 1
# deferred; mirrored memory amid ZONE_MOVABLE
mminit: geometry tiny
mminit: config DEFERRED_STRUCT_PAGE_INIT=1
Command line: kernelcore=mirror
memblock_add: [0x0000000000100000-0x00000000007fffff]
mminit: op mark_mirror [0x0000000000100000-0x00000000003fffff]
mminit: op mark_mirror [0x0000000000480000-0x00000000004bffff]
mminit: op mark_mirror [0x0000000000600000-0x0000000000602fff]
