mminit: scenario 1
# segments that the kernel's page table does not hold whole
mminit: geometry tiny
mminit: user_map 0xffff8800007ff000 0x2000 kernel
mminit: user_map 0xffff880000a00000 0x1000 kernel
mminit: user_map 0xffff880040000000 0x1000 kernel
mminit: user_map 0xffffffffa0000000 0x1000 rx
mminit: user_map 0xffffffff81000800 0x800 rx
mminit: user_map 0xffffffff81000000 0x1000 kernel
mminit: user_map 0xfffffffffffff000 0x1000 kernel
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
