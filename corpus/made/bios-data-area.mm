mminit: scenario 1
# The BIOS data area names an EBDA; the reservation from there to 1 MiB is an operation of the
# scenario.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
mminit: bda 0x9d00 628
memblock_reserve: [0x000000000009d000-0x00000000000fffff]
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
