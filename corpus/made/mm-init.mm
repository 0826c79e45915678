mminit: scenario 1
# every function of mm_init has something to do: areas, segments, places, options
mminit: config MEMORY_HOTPLUG=1
mminit: config HAVE_BOOTMEM_INFO_NODE=1
mminit: cpus 8
mminit: early_vm 0xffffc90000008000 0x3000 0x2
mminit: early_vm 0xffffc90000000000 0x1000 0x1
mminit: early_vm 0xffffc90000002000 0x0 0x2
mminit: user_map 0xffffffffff600000 0x1000 vsyscall
mminit: user_map 0xffff880000400000 0x3000 percpu
mminit: user_map 0xffffffff81800000 0x2000 rx
mminit: user_map 0xffffffffff579000 0x1000 ro
mminit: user_map 0xffffffff81f0b010 10 kernel
mminit: user_map 0xffffffff82000000 0x1000 kernel
mminit: image text [0xffffffff81000000-0xffffffff8161ffff]
mminit: image data [0xffffffff81a00000-0xffffffff81b1ffff]
mminit: image rodata [0xffffffff81800000-0xffffffff8191ffff]
mminit: image init_data [0xffffffff81c00000-0xffffffff81d7ffff]
mminit: image init_text [0xffffffff81d00000-0xffffffff81d5ffff]
mminit: image bss [0xffffffff81e00000-0xffffffff81efffff]
mminit: bootmem_info node 0 [0x0000000001ff8000-0x0000000001ffefff]
mminit: bootmem_info table 0 [0x0000000001ff6000-0x0000000001ff7fff]
mminit: bootmem_info memmap 0 [0x0000000001e00000-0x0000000001efffff]
mminit: bootmem_info usemap 0 [0x0000000001ff5000-0x0000000001ff501f]
mminit: bootmem_info usemap 32 [0x0000000001ff5020-0x0000000001ff503f]
BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved
BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved
BIOS-e820: [mem 0x0000000000100000-0x0000000003ffffff] usable
BIOS-e820: [mem 0x0000000100000000-0x0000000103ffffff] usable
memblock_reserve: [0x0000000000000000-0x000000000000ffff]
memblock_reserve: [0x000000000009f000-0x00000000000fffff]
memblock_reserve: [0x0000000001000000-0x0000000001ffffff]
mminit: kmalloc 0
mminit: kmalloc 8
mminit: kmalloc 97
mminit: kmalloc 4097
mminit: kmalloc 8193
mminit: vmalloc 1
mminit: vmalloc 20480
mminit: alloc_pages 0 Normal 0 Unmovable
mminit: alloc_pages 2 DMA 0 Movable
mminit: free #6
mminit: vmalloc 4096
mminit: free #2
mminit: kmalloc 7
mminit: free #5
mminit: free #9
mminit: free #1
mminit: vmalloc 0
mminit: free #17
mminit: kmalloc 100000
mminit: free #4
mminit: free #3
mminit: free #7
