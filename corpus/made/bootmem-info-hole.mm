mminit: scenario 1
# a place that register_page_bootmem_info names has no struct page
mminit: geometry tiny
mminit: config MEMORY_HOTPLUG=1
mminit: config HAVE_BOOTMEM_INFO_NODE=1
mminit: bootmem_info node 0 [0x900000-0x900fff]
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
