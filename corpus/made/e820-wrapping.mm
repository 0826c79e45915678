mminit: scenario 1
# An entry that wraps around 2^64 keeps the table from being sanitized: append_e820_map refuses it
# and the e801 sizes are taken.
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
BIOS-e820: [mem 0xfffffffffffff000-0x0000000000000fff] reserved
mminit: alt_mem_k 31744
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
