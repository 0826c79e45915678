mminit: scenario 1
# So many pages are freed lazily that the areas are purged; an array of pages that is vmalloc'ed itself.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
mminit: vmalloc 4194304
mminit: vmalloc 16777216
mminit: free #2
mminit: vmalloc 16777216
mminit: free #4
mminit: vmalloc 8192
mminit: free #6
mminit: vmalloc 12288
mminit: free #1
