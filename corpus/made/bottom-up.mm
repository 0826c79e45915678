mminit: scenario 1
# Bottom-up allocation above the kernel, with fallback to top-down.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
mminit: kernel [0x0000000001000000-0x00000000017fffff]
memblock_reserve: [0x0000000001000000-0x00000000017fffff]
mminit: op bottom_up 1
mminit: op alloc 0x10000 0x1000 0x0 0x0 -1
mminit: op alloc 0x100000 0x100000 0x0 0x0 -1
mminit: op alloc 0x3000000 0x1000 0x0 0x0 -1
mminit: op bottom_up 0
mminit: op alloc 0x123 0x40 0x0 0x0 -1
