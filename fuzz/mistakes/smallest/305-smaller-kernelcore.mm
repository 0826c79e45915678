mminit: scenario 1
# Beyond: the 20 of triage-check
mminit: geometry tiny
Command line: kernelcore=1M movablecore=64K
memblock_add: [0x0-0x1fffff]
