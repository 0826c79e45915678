mminit: scenario 1
# Once: the target listed each range that hibernation leaves out by itself; the kernel extends the last one where
# the next begins at its end.
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x00000000007effff] usable
BIOS-e820: [mem 0x00000000007f0000-0x00000000007f7fff] ACPI data
BIOS-e820: [mem 0x00000000007f8000-0x00000000007fffff] ACPI NVS
BIOS-e820: [mem 0x0000000000800000-0x0000000000ffffff] usable
mminit: expect agree
