mminit: scenario 1
# regions of ZONE_MOVABLE that end within sections, mirrored or not, one of them hot-pluggable
mminit: geometry tiny
Command line: kernelcore=mirror
memblock_add: [0x0000000000000000-0x00000000001fffff]
memblock_add: [0x0000000000200000-0x00000000007fffff]
mminit: op mark_mirror [0x0000000000000000-0x00000000001fffff]
mminit: op mark_mirror [0x0000000000436000-0x000000000047afff]
mminit: op mark_hotplug [0x0000000000510000-0x0000000000531fff]
mminit: op mark_mirror [0x0000000000551000-0x0000000000551fff]
