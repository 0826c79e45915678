mminit: scenario 1
# A list of words, and a number in octal.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
Command line: mem=037700000 kernelcore=some,mirror,words
