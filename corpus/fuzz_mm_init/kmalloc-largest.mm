mminit: scenario 1
# kmalloc and vmalloc of the largest numbers there are.
mminit: geometry tiny
memblock_add: [0x0-0x7fffff]
mminit: kmalloc 18446744073709551615
mminit: kmalloc 9223372036854775809
mminit: vmalloc 18446744073709551615
mminit: vmalloc 9223372036854775808
mminit: free #1
mminit: free #3
