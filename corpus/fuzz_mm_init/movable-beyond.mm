mminit: scenario 1
# ZONE_MOVABLE would begin above the highest zone: a negative number of pages.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x00000000003fffff] usable
Command line: kernelcore=6M
mminit: op add_node [0x0000000000400000-0x00000000007fffff] 0
