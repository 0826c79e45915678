/*
 * Stands in for the kernel's header of this name, and for what else e820.c includes: what it calls
 * of the rest of the kernel. unit_hooks.h has the functions that do something; what is only there
 * to be compiled, for functions that nobody calls here, ends the machine if it is called.
 */
#ifndef MMINIT_LINUX_SETUP_H
#define MMINIT_LINUX_SETUP_H

#include <linux/types.h>
#include <uapi/asm/bootparam.h>

#define LOWMEMSIZE() 0x9f000

struct x86_init_ops {
	struct {
		char *(*memory_setup)(void);
	} resources;
};
extern struct x86_init_ops x86_init;

void *early_memremap(u64 phys_addr, unsigned long size);
void early_memunmap(void *addr, unsigned long size);
void register_nosave_region(unsigned long start_pfn, unsigned long end_pfn);
unsigned long long memparse(const char *ptr, char **retptr);
unsigned long long simple_strtoull(const char *cp, char **endp, unsigned int base);
long simple_strtol(const char *cp, char **endp, unsigned int base);
void early_printk(const char *fmt, ...);

/* e820__reserve_resources and e820__reallocate_tables: compiled, never called. */
typedef u64 resource_size_t;
struct resource {
	resource_size_t start;
	resource_size_t end;
	const char *name;
	unsigned long flags;
	unsigned long desc;
	struct resource *parent;
};
extern struct resource iomem_resource;
enum { IORESOURCE_MEM = 0x200, IORESOURCE_SYSTEM_RAM = 0x1000200 };
#define IORESOURCE_BUSY 0x80000000ul
enum {
	IORES_DESC_NONE,
	IORES_DESC_ACPI_TABLES,
	IORES_DESC_ACPI_NV_STORAGE,
	IORES_DESC_PERSISTENT_MEMORY,
	IORES_DESC_PERSISTENT_MEMORY_LEGACY,
	IORES_DESC_RESERVED,
	IORES_DESC_SOFT_RESERVED,
	IORES_DESC_CRASH_KERNEL,
};
int insert_resource(struct resource *parent, struct resource *resource);
void insert_resource_expand_to_fit(struct resource *root, struct resource *resource);
void reserve_region_with_split(struct resource *root, resource_size_t start, resource_size_t end,
			       const char *name);
int firmware_map_add_early(u64 start, u64 end, const char *type);
void *kmemdup(const void *src, size_t len, gfp_t gfp);

#endif
