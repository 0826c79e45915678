mminit: scenario 1
# A table of one entry is refused; without e801 sizes the machine has 636 KiB, too little for a
# node.
BIOS-e820: [mem 0x0000000000000000-0x0000000003ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
