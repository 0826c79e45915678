mminit: scenario 1
# init_text lies in init_data, init_data in data, rodata begins with data
mminit: geometry tiny
mminit: image text [0xffffffff81000000-0xffffffff815fffff]
mminit: image data [0xffffffff81800000-0xffffffff81bfffff]
mminit: image rodata [0xffffffff81800000-0xffffffff818fffff]
mminit: image init_data [0xffffffff81a00000-0xffffffff81afffff]
mminit: image init_text [0xffffffff81a80000-0xffffffff81abffff]
mminit: image bss [0xffffffff81c00000-0xffffffff81cfffff]
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
