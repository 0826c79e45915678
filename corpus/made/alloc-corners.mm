mminit: scenario 1
# Allocations of size 0, alignment 0, with minimum above maximum, on nodes that do not exist.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
mminit: op alloc 0x0 0x40 0x0 0x0 -1
mminit: op alloc 0x1000 0x0 0x0 0x0 -1
mminit: op alloc 0x1000 0x1000 0x2000000 0x1000000 -1
mminit: op alloc 0x1000 0x1000 0x3fff000 0x0 5
mminit: op alloc 0x1000 0x1000 0x0 0x0 64
mminit: op alloc 0x10000000 0x1000 0x0 0x0 -1
mminit: op alloc 0x1000 0x8000000000000000 0x0 0x0 -1
