mminit: scenario 1
# Beyond: the 20 of triage-check
mminit: geometry tiny
