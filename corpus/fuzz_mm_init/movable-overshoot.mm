mminit: scenario 1
# A movable start beyond the node's end.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x00000000007f7fff] usable
Command line: kernelcore=0x794000
memblock_reserve: [0x0000000000000000-0x0000000000000fff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
