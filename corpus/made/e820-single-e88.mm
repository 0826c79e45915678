mminit: scenario 1
# A table of one entry is refused; the 0x88 size is the larger one.
BIOS-e820: [mem 0x0000000000000000-0x0000000003ffffff] usable
mminit: ext_mem_k 64512
mminit: alt_mem_k 15360
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
