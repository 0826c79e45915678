mminit: scenario 1
# the page frame that is not valid is of the first of two nodes that have deferred pages
mminit: geometry tiny
mminit: config DEFERRED_STRUCT_PAGE_INIT=1
mminit: op add_node [0x0-0x3fffff] 0
mminit: op add_node [0x400000-0x4fffff] 1
mminit: op add_node [0x500000-0x6fffff] 0
mminit: op add_node [0x705800-0x705fff] 0
mminit: op add_node [0x705000-0x7057ff] 0
mminit: op add_node [0x740000-0x77ffff] 0
mminit: op add_node [0x780000-0x7fffff] 1
mminit: op mark_hotplug [0x705800-0x705fff]
