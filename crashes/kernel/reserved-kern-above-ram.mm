mminit: scenario 1
# mminit boot: panic: BUG: kernel NULL pointer dereference, address: N in free_area_init
mminit: release 6.1
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x000000000fffffff] usable
BIOS-e820: [mem 0x0000000010000000-0x00000000100fffff] type 128
