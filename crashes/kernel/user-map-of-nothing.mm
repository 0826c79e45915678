mminit: scenario 1
# mminit boot: panic: Kernel panic - not syncing: Invalid user supplied memory map
mminit: release 6.1
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x000000000fffffff] usable
BIOS-e820: [mem 0xfffffffffffff000-0xffffffffffffffff] reserved
Command line: mem=200M
