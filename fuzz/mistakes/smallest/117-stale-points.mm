mminit: scenario 1
# At: memmove|find_type|open->types
# Object: the stack, frame of (sanitize_map|sweep)
mminit: geometry tiny
BIOS-e820: [mem 0x0-0xffffffffffffffff] usable
mminit: e820_ext [mem 0x0-0xffffffffffffffff] usable
