mminit: scenario 1
# memory that may not be mapped is reserved at the release
mminit: release 6.1
memblock_add: [0x100000-0x7ffffff]
mminit: op mark_nomap [0x2000000-0x20fffff]
mminit: op mark_nomap [0x3000800-0x3001fff]
