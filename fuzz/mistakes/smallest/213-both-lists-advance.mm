mminit: scenario 1
# At: region_end|regions_at|gap_start
# Object: beyond .*memblock\.reserved
# Object of UndefinedBehaviorSanitizer: memblock\.reserved, region
# At of UndefinedBehaviorSanitizer: regions\[pos
# Masks: two regions are enough for a crash
mminit: geometry tiny
memblock_add: [0x0-0xfff]
memblock_add: [0x2000-0x2fff]
