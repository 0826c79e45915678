mminit: scenario 1
mminit: geometry tiny
memblock_add: [0x0-0x1fff]
mminit: op clear_hotplug [0x1000-0x1fff]
