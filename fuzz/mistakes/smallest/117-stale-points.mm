mminit: scenario 1
# At: memmove|find_type|open->types
# Object: the stack, frame of (sanitize_map|sweep)
mminit: geometry tiny
BIOS-e820: [mem 0x0-0x1fff] usable
BIOS-e820: [mem 0x100000-0x7fffff] usable
mminit: e820_ext [mem 0x200000-0x2fffff] reserved
