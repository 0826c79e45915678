mminit: scenario 1
# Page tables, struct pages and usemap of a section share a page: it keeps what came last.
mminit: geometry tiny
mminit: config MEMORY_HOTPLUG=1
mminit: config HAVE_BOOTMEM_INFO_NODE=1
mminit: bootmem_info usemap 5 [0x204000-0x20401f]
mminit: bootmem_info memmap 5 [0x203000-0x2040ff]
mminit: bootmem_info table 5 [0x202000-0x203fff]
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
memblock_reserve: [0x0000000000200000-0x0000000000207fff]
