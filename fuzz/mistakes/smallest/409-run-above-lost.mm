mminit: scenario 1
# Beyond: the 20 of triage-check
mminit: geometry tiny
mminit: config NODES_SPAN_OTHER_NODES=0
mminit: op add_node [0x0-0x2fff] 0
mminit: op set_node memory [0x1000-0x1fff] 1
