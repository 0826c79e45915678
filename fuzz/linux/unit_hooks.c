/* What the code of a tree calls of the rest of the kernel: part of unit.c. */
#include <stdarg.h>

#undef mirrored_kernelcore /* a column has this name */

/* The tree's variables, between the two symbols that the linker makes for their section. */
#define LINUX_PASTE(a, b) a##b
#define LINUX_NAME(a, b)  LINUX_PASTE(a, b)
#define LINUX_IMAGE_START LINUX_NAME(__start_, LINUX_TREE)
#define LINUX_IMAGE_END   LINUX_NAME(__stop_, LINUX_TREE)
extern char LINUX_IMAGE_START[];
extern char LINUX_IMAGE_END[];

/* The one variable that a reset leaves alone: it is not in the tree's section. */
static struct linux_image linux_image
    __attribute__((section("linux_images"))) = {.start = LINUX_IMAGE_START, .end = LINUX_IMAGE_END};

static struct linux_machine *running(void)
{
	return linux_image.running;
}

/* Of the geometries, in page frames. */
#define X86_64_MAX_ARCH_PFN (1ul << 34)
#define TINY_MAX_ARCH_PFN   0x800ul
#define TINY_MAX_DMA32_PFN  0x400ul

/* The regions of a static table from number `nr` on are not to be touched. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
void __asan_poison_memory_region(const volatile void *addr, size_t size);
void __asan_unpoison_memory_region(const volatile void *addr, size_t size);
#define LINUX_UNPOISON(start, bytes) __asan_unpoison_memory_region(start, bytes)
#define LINUX_POISON(regions, nr)                                 \
	(__asan_unpoison_memory_region(regions, sizeof(regions)), \
	 __asan_poison_memory_region(&(regions)[nr],              \
				     sizeof(regions) - (nr) * sizeof((regions)[0])))
#else
#define LINUX_UNPOISON(start, bytes) ((void)(start))
#define LINUX_POISON(regions, nr)    ((void)(regions))
#endif

/*
 * Variables of the rest of the kernel.
 */

unsigned int linux_max_order;
unsigned long linux_max_arch_pfn;
bool linux_mirrored_kernelcore;
static bool movable_node_configured;
bool movable_node_enabled;
struct boot_params boot_params;
struct x86_init_ops x86_init = {.resources.memory_setup = e820__memory_setup_default};
struct resource iomem_resource;

/*
 * Messages, warnings, ends.
 */

static bool starts_with(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

/* add_range's two warnings; "type->cnt != 1 || ..." is the dummy entry's. */
void linux_warn(const char *condition)
{
	struct obs_memblock_warn *warn = &running()->warn;

	if (starts_with(condition, "nid != "))
		warn->nid_mismatch++;
	else if (starts_with(condition, "flags != "))
		warn->flags_mismatch++;
	else if (starts_with(condition, "type->cnt"))
		warn->nonempty_dummy++;
	else if (starts_with(condition, "type->total_size"))
		warn->total_size++;
	else if (starts_with(condition, "nid == "))
		warn->alloc_nid = 1; /* three sites, of which each warns once */
	else
		warn->numa_failed++;
}

static void add_event(enum memblock_event_kind kind, uint64_t new_max, uint64_t addr)
{
	*LINUX_ADD(&running()->events, obs_memblock_event) =
	    (struct obs_memblock_event){.event = kind, .new_max = new_max, .addr = addr};
}

/* A table that was placed is whose it has become by the time of the next event. Zero: none. */
static phys_addr_t placed_table;

static void name_placed_table(void)
{
	phys_addr_t address = placed_table;

	placed_table = 0;
	if (!address)
		return;
	if (linux_address_of(memblock.memory.regions) == address)
		add_event(EVENT_MEMORY_DOUBLED, memblock.memory.max, address);
	else
		add_event(EVENT_RESERVED_DOUBLED, memblock.reserved.max, address);
}

void linux_error(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (starts_with(format, "memblock: Failed to double")) {
		bool memory = !strcmp(va_arg(args, const char *), memblock.memory.name);

		name_placed_table();
		if (memory)
			add_event(EVENT_MEMORY_FULL, memblock.memory.max, 0);
		else
			add_event(EVENT_RESERVED_FULL, memblock.reserved.max, 0);
	} else if (strstr(format, "too many entries; ignoring")) {
		struct obs_e820_dropped *row = LINUX_ADD(&running()->dropped, obs_e820_dropped);

		row->addr = va_arg(args, unsigned long long);
		row->last = va_arg(args, unsigned long long);
	}
	va_end(args);
}

#define TABLE_ONTO_ITSELF "a table is copied onto itself"
#define RESERVED_OVERRUN  "numa_reserved_meminfo is overrun"

_Noreturn void linux_stop(const char *how, const char *why, ...)
{
	struct linux_machine *m = running();

	if (starts_with(why, "Invalid user supplied memory map"))
		m->outcome = PANIC_USER_MAP;
	else if (starts_with(why, "memblock: cannot resize"))
		m->outcome = PANIC_CANNOT_RESIZE;
	else if (starts_with(why, "old_type == new_type"))
		m->outcome = PANIC_UPDATE_SAME_TYPE;
	else if (starts_with(why, "type->cnt >= "))
		m->outcome = PANIC_INSERT_FULL;
	else if (starts_with(why, "memblock_reserve(addr"))
		m->outcome = PANIC_DOUBLE_RESERVE;
	else if (starts_with(why, TABLE_ONTO_ITSELF))
		m->outcome = UNDEFINED_TABLE_COPY;
	else if (starts_with(why, RESERVED_OVERRUN))
		m->outcome = UNDEFINED_NUMA_OVERRUN;
	else {
		m->outcome = PANIC_OTHER;
		snprintf(m->last_words, sizeof(m->last_words), "%s: %s", how, why);
	}
	longjmp(m->stop, 1);
}

void early_printk(const char *format, ...)
{
	(void)format;
}

/*
 * memblock.c
 */

/* The larger of the two tables, twice: what a table that is being placed takes at most. */
static u64 largest_table(void)
{
	u64 max = max(memblock.memory.max, memblock.reserved.max);

	return PAGE_ALIGN(2 * max * sizeof(struct memblock_region));
}

void *linux_table_at(phys_addr_t address)
{
	void *table;

	name_placed_table();
	placed_table = address;
	table = linux_tables_place(&running()->tables, address, largest_table());
	if (!table)
		linux_stop("tables grow", "without an end");
	return table;
}

static bool has_grown(const struct memblock_type *type)
{
	return type->regions != memblock_memory_init_regions &&
	       type->regions != memblock_reserved_init_regions;
}

/* Whether a table has grown, and [addr, addr + bytes) is at least in part where it lies. */
static bool is_in_table(const struct memblock_type *type, phys_addr_t addr, size_t bytes)
{
	phys_addr_t table = linux_address_of(type->regions);

	return has_grown(type) && table < addr + bytes &&
	       addr < table + type->max * sizeof(struct memblock_region);
}

/* memblock_double_array's copy to the new table, twice as large: neither table may be there. One
 * onto itself is no copy that memcpy can make, and the end; the other goes on, overwritten. */
void *linux_copy_table(void *to, const void *from, size_t bytes)
{
	struct linux_machine *m = running();
	phys_addr_t addr = linux_address_of(to);
	bool memory_grows = from == memblock.memory.regions;
	const struct memblock_type *grows = memory_grows ? &memblock.memory : &memblock.reserved;
	const struct memblock_type *other = memory_grows ? &memblock.reserved : &memblock.memory;
	bool itself = is_in_table(grows, addr, bytes);

	if (itself || is_in_table(other, addr, 2 * bytes)) {
		if (m->table_given_back)
			m->limit = "a table of memblock is written to where it was given back";
		else if (!itself)
			m->known = "tables-overlap";
	}
	if (itself)
		linux_stop("memcpy", TABLE_ONTO_ITSELF);
	return memcpy(to, from, bytes);
}

unsigned long linux_address_of(const void *pointer)
{
	return linux_tables_address(&running()->tables, pointer);
}

void linux_free_pages(unsigned long pfn, unsigned int order)
{
	*LINUX_ADD(&running()->chunks, obs_chunk) = (struct obs_chunk){.pfn = pfn, .order = order};
}

void linux_reserve_region(phys_addr_t start, phys_addr_t end)
{
	struct obs_reserve_mark mark = {.start_pfn = PFN_DOWN(start), .end_pfn = PFN_UP(end)};

	/* No page: of the dummy entry, or of an end that PFN_UP rounds up to 2^64. */
	if (mark.start_pfn < mark.end_pfn)
		*LINUX_ADD(&running()->marks, obs_reserve_mark) = mark;
}

void linux_totalram_add(unsigned long pages)
{
	running()->released_pages += pages;
}

struct pglist_data *first_online_pgdat(void)
{
	return NULL;
}

struct pglist_data *next_online_pgdat(struct pglist_data *pgdat)
{
	return pgdat;
}

void atomic_long_set(atomic_long_t *v, long i)
{
	(void)v;
	(void)i;
}

bool slab_is_available(void)
{
	return false;
}

/*
 * e820.c
 */

void register_nosave_region(unsigned long start_pfn, unsigned long end_pfn)
{
	struct linux_list *list;
	struct obs_nosave_range *last;

	/* As kernel/power/snapshot.c has it. */
	if (start_pfn >= end_pfn)
		return;
	list = &running()->nosave;
	last = (struct obs_nosave_range *)list->rows + list->nr - 1;
	if (list->nr && last->end_pfn == start_pfn)
		last->end_pfn = end_pfn;
	else
		*LINUX_ADD(list, obs_nosave_range) =
		    (struct obs_nosave_range){.start_pfn = start_pfn, .end_pfn = end_pfn};
}

char *skip_spaces(const char *text)
{
	while (isspace(*text))
		text++;
	return (char *)text;
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		return (c | 0x20) - 'a' + 10;
	return 16;
}

/* Modulo 2^64, without signs or white space; base 0: by prefix. */
unsigned long long simple_strtoull(const char *cp, char **endp, unsigned int base)
{
	unsigned long long value = 0;

	if (base == 0)
		base = cp[0] != '0' ? 10 : (cp[1] | 0x20) == 'x' && digit_of(cp[2]) < 16 ? 16 : 8;
	if (base == 16 && cp[0] == '0' && (cp[1] | 0x20) == 'x')
		cp += 2;
	for (; digit_of(*cp) < (int)base; cp++)
		value = value * base + (unsigned long long)digit_of(*cp);
	if (endp)
		*endp = (char *)cp;
	return value;
}

long simple_strtol(const char *cp, char **endp, unsigned int base)
{
	return *cp == '-' ? -(long)simple_strtoull(cp + 1, endp, base)
			  : (long)simple_strtoull(cp, endp, base);
}

/*
 * What is compiled and never called here.
 */

static _Noreturn void not_here(const char *name)
{
	linux_stop("call of", name);
}

void *kmalloc(size_t size, gfp_t gfp)
{
	(void)size, (void)gfp;
	not_here(__func__);
}

void kfree(void *p)
{
	(void)p;
	not_here(__func__);
}

void *kmemdup(const void *src, size_t len, gfp_t gfp)
{
	(void)src, (void)len, (void)gfp;
	not_here(__func__);
}

int insert_resource(struct resource *parent, struct resource *resource)
{
	(void)parent, (void)resource;
	not_here(__func__);
}

void insert_resource_expand_to_fit(struct resource *root, struct resource *resource)
{
	(void)root, (void)resource;
	not_here(__func__);
}

void reserve_region_with_split(struct resource *root, resource_size_t start, resource_size_t end,
			       const char *name)
{
	(void)root, (void)start, (void)end, (void)name;
	not_here(__func__);
}

int firmware_map_add_early(u64 start, u64 end, const char *type)
{
	(void)start, (void)end, (void)type;
	not_here(__func__);
}
