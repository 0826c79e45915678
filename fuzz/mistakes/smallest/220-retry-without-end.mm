mminit: scenario 1
# At: for|while|memblock_find_in_range_node|flags
mminit: geometry tiny
mminit: op mark_mirror [0x0-0xfff]
mminit: op alloc 1 1 0 0 -1
