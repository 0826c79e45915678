mminit: scenario 1
# Mirrored memory without kernelcore=mirror: allocations prefer it, and fall back with a warning.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
mminit: op mark_mirror [0x0000000001000000-0x00000000011fffff]
mminit: op alloc 0x80000 0x1000 0x0 0x0 -1
mminit: op alloc 0x800000 0x200000 0x0 0x0 -1
