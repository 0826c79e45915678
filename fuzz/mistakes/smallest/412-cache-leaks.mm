mminit: scenario 1
# Beyond: the 20 of triage-check
mminit: geometry tiny
mminit: op add_node [0x0-0xfff] 1
