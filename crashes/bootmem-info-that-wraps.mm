mminit: scenario 1
# The range of a node's boot memory wraps: target/ took it for empty, model/ met a page without a
# struct page.
mminit: geometry tiny
mminit: config MEMORY_HOTPLUG=1
mminit: config HAVE_BOOTMEM_INFO_NODE=1
mminit: bootmem_info node 0 [0xfffffffffffff000-0x00000000007fefff]
BIOS-e820: [mem 0x0400002007005000-0x04000020070a4bff] usable
BIOS-e820: [mem 0x04000020070a4c00-0x04000020070a4fff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
Command line: memmap=0x10000@0xf0000
mminit: expect agree
