mminit: scenario 1
# mminit boot: panic: kernel BUG at drivers/firmware/memmap.c:N! in firmware_map_add_entry
mminit: release 6.1
BIOS-e820: [mem 0x0000000000000000-0x00000000003fffff] usable
BIOS-e820: [mem 0x0000000000001000-0xffffffffffffffff] usable
