<5>[    0.000000] Linux version 4.9.115 (builder@host) (gcc version 7.3.0) #1 SMP
[    0.000000] Command line: BOOT_IMAGE=/vmlinuz root=/dev/sda1 ro movable_node kernelcore=512M
[    0.000000] e820: BIOS-provided physical RAM map:
[    0.000000] BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
[    0.000000] BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
[    0.000000] BIOS-e820: [gap 0x00000000000a0000-0x00000000000effff]
[    0.000000] BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] device reserved
[    0.000000] BIOS-e820: [mem 0x0000000000100000-0x000000007ffdffff] System RAM
[    0.000000] BIOS-e820: [mem 0x000000007ffe0000-0x000000007fffffff] ACPI data
[    0.000000] NX (Execute Disable) protection: active
[    0.000000] memblock_reserve: [0x00000001000000-0x00000001ffffff] setup_arch+0x51b/0xb4e
[    0.000000] memblock_add: [0x00000000001000-0x0000000009efff] memblock_x86_fill+0x63/0x89
[    0.000000] memblock_reserve: [0x00000000098000-0x0000000009bfff] memblock_double_array+0x1a1/0x20f
[    0.000000] SRAT: Node 0 PXM 0 [mem 0x00000000-0x3fffffff]
[    0.000000] ACPI: SRAT: Node 1 PXM 1 [mem 0x40000000-0x7fffffff] hotplug non-volatile
[    0.000000] memblock_free: [0x0000007ffd0000-0x0000007ffd0fff] free_low+0x1/0x2
[    0.000000] Zone ranges:
