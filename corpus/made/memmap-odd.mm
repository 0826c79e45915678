mminit: scenario 1
# memmap= with nothing in it, with garbage behind, with size 0 and a start, in quotes, and after
# the end of the options.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
Command line: memmap= memmap=,, memmap=1M@48Mjunk memmap=0$0x1000 "memmap=2M$8M" -- mem=1M
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
