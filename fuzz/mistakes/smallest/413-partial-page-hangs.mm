mminit: scenario 1
# At: pfn|skip|nodes_span|may_defer|end
# At of SIGABRT: more runs of struct pages|abort\(\)
mminit: geometry tiny
memblock_add: [0x0-0x17ff]
memblock_add: [0x2000-0x2fff]
