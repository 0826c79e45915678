mminit: scenario 1
# a node that begins within a section, which its first page names
mminit: geometry tiny
mminit: config MEMORY_HOTPLUG=1
mminit: config HAVE_BOOTMEM_INFO_NODE=1
mminit: bootmem_info memmap 16 [0x200000-0x200fff]
mminit: bootmem_info usemap 17 [0x201000-0x201fff]
mminit: bootmem_info table 31 [0x202000-0x202fff]
mminit: op add_node [0x0000000000000000-0x00000000003fffff] 0
mminit: op add_node [0x0000000000420000-0x00000000007fffff] 1
memblock_reserve: [0x200000-0x202fff]
