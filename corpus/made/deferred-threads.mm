mminit: scenario 1
# so many struct pages are initialised late that several threads do it
mminit: config DEFERRED_STRUCT_PAGE_INIT=1
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
BIOS-e820: [mem 0x0000000100000000-0x000000037fffffff] usable
