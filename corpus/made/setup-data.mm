mminit: scenario 1
# setup_data nodes: RAM becomes type 128, split at bytes; one lies in a reserved range, one at the
# top of RAM, beyond which max_pfn shrinks.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
mminit: setup_data [0x0000000000090010-0x000000000009007f]
mminit: setup_data [0x000000000009fd00-0x000000000009fdff]
mminit: setup_data [0x0000000002000000-0x0000000002001fff]
mminit: setup_data [0x0000000003ffd000-0x0000000003ffffff]
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
