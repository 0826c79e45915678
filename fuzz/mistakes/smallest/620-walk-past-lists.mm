mminit: scenario 1
# At: entry|list
# Object: free_area\[5\] .*beyond the list of the highest order
# At of UndefinedBehaviorSanitizer: lru
mminit: geometry tiny
memblock_add: [0x0-0x7fff]
