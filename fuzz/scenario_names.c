#include "scenario_names.h"

#include <inttypes.h>
#include <stdio.h>

#include "scenario_text.h"

const struct named type_names[] = {
    {"usable", 1},
    {"System RAM", 1},
    {"reserved", 2},
    {"device reserved", 2},
    {"ACPI data", 3},
    {"ACPI NVS", 4},
    {"unusable", 5},
    {"persistent (type 7)", 7},
    {"persistent (type 12)", 12},
    {"soft reserved", 0xefffffff},
    {NULL, 0},
};

const struct named zone_names[] = {
    {"DMA", 0},
    {"DMA32", ZONE_NAME_DMA32},
    {"Normal", ZONE_NAME_NORMAL},
    {"HighMem", ZONE_NAME_HIGHMEM},
    {"Movable", 3},
    {NULL, 0},
};

const struct named struct_names[] = {
    {"kmem_cache", SC_SIZEOF_KMEM_CACHE}, {"kmem_cache_node", SC_SIZEOF_KMEM_CACHE_NODE},
    {"vmap_area", SC_SIZEOF_VMAP_AREA},   {"vm_struct", SC_SIZEOF_VM_STRUCT},
    {"page_ext", SC_SIZEOF_PAGE_EXT},     {"page", SC_SIZEOF_PAGE},
    {"spinlock", SC_SIZEOF_SPINLOCK},     {NULL, 0},
};

const struct named prot_names[] = {
    {"kernel", SC_PROT_KERNEL},     {"ro", SC_PROT_KERNEL_RO},  {"rx", SC_PROT_KERNEL_RX},
    {"vsyscall", SC_PROT_VSYSCALL}, {"percpu", SC_PROT_PERCPU}, {NULL, 0},
};

const struct named bootmem_names[] = {
    {"node", SC_BOOTMEM_NODE},
    {"table", SC_BOOTMEM_TABLE},
    {"memmap", SC_BOOTMEM_MEMMAP},
    {"usemap", SC_BOOTMEM_USEMAP},
    {NULL, 0},
};

const struct named image_names[] = {
    {"text", SC_IMAGE_TEXT},
    {"data", SC_IMAGE_DATA},
    {"rodata", SC_IMAGE_RODATA},
    {"init_data", SC_IMAGE_INIT_DATA},
    {"init_text", SC_IMAGE_INIT_TEXT},
    {"bss", SC_IMAGE_BSS},
    {NULL, 0},
};

const struct named migratetype_names[] = {
    {"Unmovable", 0},
    {"Movable", 1},
    {"Reclaimable", 2},
    {NULL, 0},
};

/* `mminit: op NAME` */
const struct named op_names[] = {
    {"add_node", SC_OP_ADD_NODE},
    {"set_node memory", SC_OP_SET_NODE_MEMORY},
    {"set_node reserved", SC_OP_SET_NODE_RESERVED},
    {"mark_hotplug", SC_OP_MARK_HOTPLUG},
    {"clear_hotplug", SC_OP_CLEAR_HOTPLUG},
    {"mark_mirror", SC_OP_MARK_MIRROR},
    {"mark_nomap", SC_OP_MARK_NOMAP},
    {"alloc", SC_OP_ALLOC},
    {"trim", SC_OP_TRIM},
    {"enforce_limit", SC_OP_ENFORCE_LIMIT},
    {"bottom_up", SC_OP_BOTTOM_UP},
    {"current_limit", SC_OP_CURRENT_LIMIT},
    {"allow_resize", SC_OP_ALLOW_RESIZE},
    {"fill", SC_OP_FILL},
    {NULL, 0},
};

/* The operations that the kernel's own lines name. */
const struct named memblock_names[] = {
    {"memblock_add:", SC_OP_ADD},
    {"memblock_remove:", SC_OP_REMOVE},
    {"memblock_reserve:", SC_OP_RESERVE},
    {"memblock_free:", SC_OP_FREE},
    {"memblock_phys_free:", SC_OP_FREE},
    {"__memblock_free_early:", SC_OP_FREE},
    {NULL, 0},
};

const struct named e820_op_names[] = {
    {"add", SC_E820_ADD},
    {"update", SC_E820_UPDATE},
    {"remove", SC_E820_REMOVE},
    {"sanitize", SC_E820_SANITIZE},
    {"any_mapped", SC_E820_ANY_MAPPED},
    {"all_mapped", SC_E820_ALL_MAPPED},
    {NULL, 0},
};

const char *name_of(const struct named *names, uint32_t value)
{
	while (names->name && names->value != value)
		names++;
	return names->name;
}

const char *sc_type_name(uint32_t type, char buf[static 16])
{
	const char *name = name_of(type_names, type);

	if (name)
		return name;
	snprintf(buf, 16, "type %" PRIu32, type);
	return buf;
}
