mminit: scenario 1
# boot memory that is registered amid what is released
mminit: config MEMORY_HOTPLUG=1
mminit: config HAVE_BOOTMEM_INFO_NODE=1
mminit: bootmem_info node 0 [0x1801000-0x1801fff]
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
