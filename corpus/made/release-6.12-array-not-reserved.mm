mminit: scenario 1
# the new array of reservations cannot be reserved: a BUG
mminit: geometry tiny
mminit: release 6.12
mminit: memblock_regions 8
BIOS-e820: [mem 0x08014e0228080100-0x08014e02280a10ff] usable
BIOS-e820: [mem 0x000000004b022808-0x00000000a204500f] usable
Command line: kernelcore=mirror
memblock_add: [0x0000000000000000-0x0000000000001fff]
memblock_reserve: [0x0000000000164000-0x0000000000164fff]
memblock_reserve: [0x0000000000169000-0x0000000000169fff]
memblock_reserve: [0x000000000016e000-0x000000000016efff]
memblock_reserve: [0x0000000000178000-0x0000000000178fff]
memblock_reserve: [0x000000000017d000-0x000000000017dfff]
memblock_reserve: [0x0000000000182000-0x0000000000182fff]
memblock_reserve: [0x0000000000187000-0x0000000000187fff]
mminit: op fill
memblock_add: [0x0000000000100000-0x00000000007fffff]
mminit: op mark_mirror [0x0000000000100000-0x00000000002fffff]
mminit: op current_limit 0x200000
mminit: op alloc 0x1000 0x1000 0x0 0x700000 -1
mminit: op fill
