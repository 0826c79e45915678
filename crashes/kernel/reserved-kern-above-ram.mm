mminit: scenario 1
# mminit boot: panic: BUG: kernel NULL pointer dereference, address: N in free_area_init
# The first entry is empty: 2^64 bytes are none.
mminit: release 6.1
BIOS-e820: [mem 0x0000000000000000-0xffffffffffffffff] usable
BIOS-e820: [mem 0x0000000000000000-0x0000000007ffffff] type 128
