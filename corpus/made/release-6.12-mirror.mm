mminit: scenario 1
# kernelcore=mirror with mirrored memory
mminit: release 6.12
Command line: kernelcore=mirror
memblock_add: [0x0000000000100000-0x0000000007ffffff]
memblock_add: [0x0000000100000000-0x000000013fffffff]
mminit: op mark_mirror [0x0000000000100000-0x0000000003ffffff]
mminit: op mark_mirror [0x0000000108000000-0x0000000110000fff]
