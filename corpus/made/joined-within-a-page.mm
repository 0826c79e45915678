mminit: scenario 1
# Two regions meet within the only page of RAM of its section, one hot-pluggable: not a whole page of
# either, so that the section is not present; mem_init joins them and releases the page all the same.
mminit: geometry tiny
memblock_add: [0x100000-0x5fffff]
memblock_add: [0x700000-0x7007ff]
memblock_add: [0x700800-0x700fff]
mminit: op mark_hotplug [0x700800-0x700fff]
