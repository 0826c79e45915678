mminit: scenario 1
# the same where nodes do not span others, so that nothing else cuts the pieces
mminit: geometry tiny
Command line: kernelcore=mirror
mminit: config NODES_SPAN_OTHER_NODES=0
memblock_add: [0x0000000000000000-0x00000000001fffff]
memblock_add: [0x0000000000200000-0x00000000007fffff]
mminit: op mark_mirror [0x0000000000000000-0x00000000001fffff]
mminit: op mark_mirror [0x0000000000436000-0x000000000047afff]
mminit: op mark_hotplug [0x0000000000510000-0x0000000000531fff]
mminit: op mark_mirror [0x0000000000551000-0x0000000000551fff]
