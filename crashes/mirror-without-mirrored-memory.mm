mminit: scenario 1
# kernelcore=mirror without mirrored memory does nothing since 6.6; the model made memory above 4 GiB movable. A real
# 6.12 showed it.
mminit: expect agree
mminit: release 6.12
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x0000000007ffffff] usable
BIOS-e820: [mem 0x0000000100000000-0x0000000107ffffff] usable
Command line: kernelcore=mirror
