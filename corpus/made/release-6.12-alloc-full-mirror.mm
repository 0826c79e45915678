mminit: scenario 1
# the same where mirrored memory is sought first
mminit: release 6.12
mminit: memblock_regions 4
Command line: kernelcore=mirror
mminit: op add_node [0x100000-0x7ffffff] 0
mminit: op mark_mirror [0x100000-0x3ffffff]
memblock_reserve: [0x200000-0x200fff]
memblock_reserve: [0x400000-0x400fff]
memblock_reserve: [0x600000-0x600fff]
memblock_reserve: [0x800000-0x800fff]
mminit: op alloc 0x1000 0x1000 0x1000000 0 0
