mminit: scenario 1
# 2 GiB and what is reserved near it are initialised early
mminit: config DEFERRED_STRUCT_PAGE_INIT=1
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
BIOS-e820: [mem 0x0000000100000000-0x00000001c7ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
memblock_reserve: [0x000000017ff00000-0x0000000183ffffff]
memblock_reserve: [0x00000001b0000000-0x00000001b0012fff]
