mminit: scenario 1
# Beyond: the 20 of triage-check
mminit: geometry tiny
memblock_add: [0x0-0x7fffff]
