mminit: scenario 1
# Just as many pages as mobility grouping wants: four pageblocks, and a page for the memmap.
mminit: geometry tiny
memblock_add: [0x0000000000100000-0x0000000000120fff]
