mminit: scenario 1
# init_text begins where text ends, and is all of init_data; rodata lies in text
mminit: geometry tiny
mminit: image text [0xffffffff81000000-0xffffffff815fffff]
mminit: image data [0xffffffff81800000-0xffffffff819fffff]
mminit: image rodata [0xffffffff815ff000-0xffffffff816fffff]
mminit: image init_data [0xffffffff81600000-0xffffffff816fffff]
mminit: image init_text [0xffffffff81600000-0xffffffff816fffff]
mminit: image bss [0xffffffff81a00000-0xffffffff81afffff]
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007fffff] usable
