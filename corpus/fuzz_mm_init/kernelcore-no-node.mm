mminit: scenario 1
# More kernelcore than the nodes have, for some memory is of none.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x00000000003fffff] usable
Command line: kernelcore=6M
memblock_add: [0x0000000000400000-0x00000000007fffff]
