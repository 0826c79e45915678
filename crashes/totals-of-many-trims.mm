mminit: scenario 1
# Once: the law of memory.total_size took a total for wrong that every fill and trim of a range up to 2^64 leaves
# larger than the sum of the regions.
mminit: geometry tiny
BIOS-e820: [mem 0x0000000000000000-0xfffffffffffffffe] usable
BIOS-e820: [mem 0x0000000002048002-0x0000000002048005] reserved
mminit: op fill
mminit: op fill
mminit: op fill
mminit: op fill
mminit: expect agree
