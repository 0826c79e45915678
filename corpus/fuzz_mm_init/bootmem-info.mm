mminit: scenario 1
# what register_page_bootmem_info names is free memory: the release refuses these pages
mminit: geometry tiny
mminit: config MEMORY_HOTPLUG=1
mminit: config HAVE_BOOTMEM_INFO_NODE=1
mminit: bootmem_info node 0 [0x200000-0x201fff]
mminit: bootmem_info memmap 5 [0x203000-0x203fff]
mminit: bootmem_info usemap 6 [0x204000-0x20401f]
mminit: bootmem_info usemap 7 [0x204020-0x20403f]
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
