mminit: scenario 1
# structures of less than half a cache line
mminit: geometry tiny
mminit: sizeof kmem_cache 16
mminit: sizeof kmem_cache_node 24
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
