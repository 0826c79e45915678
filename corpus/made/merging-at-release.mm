mminit: scenario 1
# Free ranges that touch because their regions bear different marks: released apart, they merge as
# buddies.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
mminit: op mark_mirror [0x0000000000803000-0x0000000000bfffff]
mminit: op set_node memory [0x0000000001401000-0x0000000001c02fff] 0
memblock_reserve: [0x0000000001e00000-0x0000000001e00fff]
