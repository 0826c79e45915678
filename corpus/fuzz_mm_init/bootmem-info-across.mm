mminit: scenario 1
# memory of one page's size that lies in two pages
mminit: geometry tiny
mminit: config MEMORY_HOTPLUG=1
mminit: config HAVE_BOOTMEM_INFO_NODE=1
mminit: bootmem_info node 0 [0x200800-0x2017ff]
mminit: bootmem_info usemap 8 [0x202fff-0x203000]
mminit: op add_node [0x0000000000000000-0x00000000003fffff] 0
memblock_reserve: [0x200000-0x203fff]
