mminit: scenario 1
# what is free begins within the last page of the address space
mminit: geometry tiny
memblock_add: [0x0-0x7fffff]
memblock_add: [0xfffffffffffe0000-0xffffffffffffffff]
memblock_reserve: [0xfffffffffffe0000-0xfffffffffffff7ff]
