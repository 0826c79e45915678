mminit: scenario 1
# The kernel's range is not all RAM: e820_add_kernel_range adds it, over a reserved entry.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
BIOS-e820: [mem 0x0000000001400000-0x00000000015fffff] reserved
mminit: kernel [0x0000000001200000-0x00000000019fffff]
memblock_reserve: [0x0000000001200000-0x00000000019fffff]
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
