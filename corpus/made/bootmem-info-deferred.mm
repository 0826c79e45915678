mminit: scenario 1
# a deferred struct page that bootmem info has been stored in: 4.9 does not clear it
mminit: geometry tiny
mminit: config MEMORY_HOTPLUG=1
mminit: config HAVE_BOOTMEM_INFO_NODE=1
mminit: config DEFERRED_STRUCT_PAGE_INIT=1
mminit: bootmem_info usemap 7 [0x0000000000700000-0x00000000007fffff]
BIOS-e820: [mem 0x0000000000000000-0x0000000000000fff] usable
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
memblock_reserve: [0x0000000000400000-0x0000000000ffffff]
