mminit: scenario 1
# mminit boot: panic: Kernel panic - not syncing: Invalid user supplied memory map
# The first entry is empty: 2^64 bytes are none.
mminit: release 6.1
BIOS-e820: [mem 0x0000000000000000-0xffffffffffffffff] usable
Command line: mem=0M
