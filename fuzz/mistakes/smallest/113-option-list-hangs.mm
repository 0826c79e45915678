mminit: scenario 1
# At: words
mminit: geometry tiny
Command line: kernelcore=,
