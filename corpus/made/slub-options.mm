mminit: scenario 1
# slub_min_objects, slub_max_order and slub_min_order
mminit: cpus 2
mminit: slub_min_objects 200
mminit: slub_max_order 20
mminit: slub_min_order 1
mminit: sizeof kmem_cache 432
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000007ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
