mminit: scenario 1
# Bottom-up allocations on both sides of 2 GiB and 4 GiB.
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x0000000000ffffff] usable
BIOS-e820: [mem 0x000000007f000000-0x0000000080ffffff] usable
BIOS-e820: [mem 0x0000000100000000-0x0000000101ffffff] usable
mminit: kernel [0x0000000000800000-0x0000000000bfffff]
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x0000000000800000-0x0000000000bfffff]
mminit: op bottom_up 1
mminit: op alloc 0x10000 0x1000 0x0 0x0 -1
mminit: op alloc 0x1000000 0x1000 0x0 0x0 -1
mminit: op alloc 0x800000 0x200000 0x80000000 0x0 -1
mminit: op alloc 0x1000 0x1000 0x100000000 0x0 -1
