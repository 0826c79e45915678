mminit: scenario 1
# kernelcore=mirror without mirrored memory is as if it were not given
# kernelcore=mirror without mirrored memory is as if it were not given
Command line: kernelcore=mirror
memblock_add: [0x0000000000100000-0x0000000007ffffff]
memblock_add: [0x0000000100000000-0x000000013fffffff]
