mminit: scenario 1
# what the first of two nodes registers has no struct page
mminit: geometry tiny
mminit: config MEMORY_HOTPLUG=1
mminit: config HAVE_BOOTMEM_INFO_NODE=1
mminit: bootmem_info node 0 [0xa00000-0xa00fff]
mminit: bootmem_info node 1 [0x500000-0x500fff]
ACPI: SRAT: Node 0 PXM 0 [mem 0x0-0x3fffff]
ACPI: SRAT: Node 1 PXM 1 [mem 0x400000-0x7fffff]
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
