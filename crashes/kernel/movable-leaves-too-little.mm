mminit: scenario 1
# mminit boot: panic: Kernel panic - not syncing: System is deadlocked on memory
mminit: release 6.1
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x0000000000100000-0x000000001fffffff] usable
Command line: mem=165684K movablecore=152938316
