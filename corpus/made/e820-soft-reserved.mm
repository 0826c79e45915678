mminit: scenario 1
# Soft reserved memory, and types that no kernel has a name for. The larger number wins over the
# smaller.
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
BIOS-e820: [mem 0x0000000001000000-0x00000000017fffff] soft reserved
BIOS-e820: [mem 0x0000000001400000-0x0000000001bfffff] type 20
BIOS-e820: [mem 0x0000000002800000-0x00000000028fffff] type 4294967295
BIOS-e820: [mem 0x0000000002c00000-0x0000000002cfffff] type 0
BIOS-e820: [mem 0x0000000003000000-0x00000000031fffff] unusable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
