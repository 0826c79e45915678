mminit: scenario 1
# mminit boot: warning: WARNING: CPU: N PID: N at arch/x86/mm/init.c:N free_init_pages+N/N in free_init_pages
mminit: release 6.1
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x0000000000100000-0x000000001fffffff] usable
mminit: initrd [0x0000000008000ff0-0x000000000800ffef]
