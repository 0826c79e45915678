mminit: scenario 1
# A line of each kind.
mminit: geometry tiny
mminit: release 4.9
mminit: config EFI=1
mminit: expect agree
BIOS-e820: [mem 0x0000000000000000-0x000000000009ffff] usable
BIOS-e820: 0000000000100000 - 0000000000800000 (usable)
BIOS-e820: [mem 0x9000-0x8fff] type 20
mminit: e820_ext [mem 0x900000-0x9fffff] ACPI NVS
mminit: ext_mem_k 4096
mminit: alt_mem_k 0x1000
mminit: bda 0x9fc0 639
mminit: kernel [0x0000000000200000-0x00000000002fffff]
mminit: initrd [0x0000000000400000-0x00000000004fffff]
mminit: setup_data [0x0000000000090010-0x000000000009007f]
mminit: e820_op update [mem 0x200000-0x2fffff] usable => type 128
mminit: e820_op remove [mem 0x300000-0x3fffff] usable checked
mminit: e820_op sanitize
Command line: ro mem=8M
memblock_reserve: [0x0000000000000000-0x0000000000000fff]
memblock_phys_free: [0x0000000000000000-0x00000000000000ff]
memblock_remove: [0x0000000000500000-0x00000000005fffff]
mminit: op fill
mminit: op add_node [0x0000000000900000-0x00000000009fffff] 1
mminit: op set_node memory [0x0000000000000000-0x00000000000fffff] 1
mminit: op mark_nomap [0x0000000000700000-0x00000000007fffff]
mminit: op alloc 0x1000 0x40 0 0 -1
memblock_virt_alloc_try_nid: 4096 bytes align=0x40 nid=-1 from=0x0 max_addr=0x0 caller+0x1/0x2
mminit: op trim 0x1000
mminit: op bottom_up 1
mminit: op current_limit 0x800000
mminit: op enforce_limit 0x700000
mminit: op allow_resize
ACPI: SRAT: Node 0 PXM 0 [mem 0x0000000000000000-0x00000000003fffff]
ACPI: SRAT: Node 1 PXM 1 [mem 0x0000000000400000-0x00000000007fffff] hotplug
mminit: alloc_pages 0 DMA32 0 Movable
mminit: free #1
mminit: free_late [0x0000000000000000-0x0000000000000fff]
