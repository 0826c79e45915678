mminit: scenario 1
# the last region has no whole page: the hole behind memory is still that of the one before
mminit: geometry tiny
mminit: release 6.12
BIOS-e820: [mem 0x0000000000000000-0xffffffffffffffff] usable
mminit: op add_node [0x0000000000100000-0x00000000001002ff] 3
