mminit: scenario 1
# a slab holds one kmem_cache: bootstrap finds it on no list
mminit: geometry tiny
mminit: sizeof kmem_cache 2048
mminit: slub_max_order 0
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
