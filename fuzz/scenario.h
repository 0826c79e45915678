/*
 * A scenario: what one machine is, and what is asked of its kernel.
 *
 * Plain data with bounded arrays and no pointers; it knows nothing of any
 * implementation. Three sources make one: the text form (scenario_text.h),
 * the bytes of a fuzzer (scenario_bytes.h) and the generator (generate.h).
 *
 * Addresses and sizes are in bytes, modulo 2^64. A range is {start, size}; its
 * text form names the last byte, so that size 0 is written [S-(S-1)].
 */
#ifndef MMINIT_FUZZ_SCENARIO_H
#define MMINIT_FUZZ_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	SC_MAX_E820 = 128,     /* boot_params has room for no more */
	SC_MAX_E820_EXT = 512, /* entries of one SETUP_E820_EXT node */
	SC_MAX_E820_OPS = 1024,
	SC_MAX_SETUP_DATA = 64,
	SC_MAX_OP_LINES = 16384,          /* memblock operations that a file may ask for */
	SC_MAX_OPS = SC_MAX_OP_LINES + 2, /* and the places of the first FILL and of NUMA */
	SC_MAX_SRAT = 256,      /* twice what numa_meminfo holds, so that it can overflow */
	SC_MAX_LATE_OPS = 4096, /* operations after boot */
	SC_MAX_CMDLINE = 2048,  /* COMMAND_LINE_SIZE, the NUL included */
	SC_MAX_EARLY_VM = 1024,
	SC_MAX_USER_MAPS = 1024,
	SC_MAX_BOOTMEM_INFO = 1024,
	SC_MAX_CPUS = 8192,
	SC_MAX_PERCPU = 1 << 30, /* each size of a percpu line */
	SC_MAX_SLUB_ORDER = 20,
	SC_DEFAULT_SLUB_ORDER = 3,      /* slub_max_order: PAGE_ALLOC_COSTLY_ORDER */
	SC_MAX_USER_MAP_SIZE = 1 << 24, /* of one user_map line */
	SC_MAX_USER_PAGES = 1 << 16,    /* of all, those of each CPU counted */
	SC_MAX_BOOTMEM_SIZE = 1 << 24,  /* of one bootmem_info line */
	SC_MIN_PAGE_SHIFT = 12,
	SC_MAX_PAGE_SHIFT = 16,
	SC_PHYS_OFFSET_ALIGN = 1 << 16,
	SC_MAX_NODES = 64,         /* NODES_SHIFT 6 */
	SC_NID_ANY = -1,           /* NUMA_NO_NODE */
	SC_MEMBLOCK_REGIONS = 128, /* as kernels for x86 have it */
};

enum sc_geometry { SC_X86_64, SC_TINY, SC_ARM_FLATMEM, SC_NR_GEOMETRIES };

/* Which kernel's rules are booted; spec 10 lists what differs. */
enum sc_release { SC_RELEASE_4_9, SC_RELEASE_6_1, SC_RELEASE_6_12, SC_NR_RELEASES };

struct sc_range {
	uint64_t start;
	uint64_t size;
};

struct sc_e820_entry {
	uint64_t addr;
	uint64_t size;
	uint32_t type;
};

/* Calls on the e820 table between its extension and the command line. */
enum sc_e820_op_kind {
	SC_E820_ADD,        /* e820_add_region(range, type) */
	SC_E820_UPDATE,     /* e820_update_range(range, type -> new_type); equal types: a BUG */
	SC_E820_REMOVE,     /* e820_remove_range(range, type, checktype) */
	SC_E820_SANITIZE,   /* sanitize_e820_map(e820) */
	SC_E820_ANY_MAPPED, /* e820_any_mapped(start, start + size, type) */
	SC_E820_ALL_MAPPED, /* e820_all_mapped(start, start + size, type) */
	SC_NR_E820_OPS
};

struct sc_e820_op {
	enum sc_e820_op_kind kind;
	struct sc_range range;
	uint32_t type;
	uint32_t new_type; /* SC_E820_UPDATE */
	bool checktype;    /* SC_E820_REMOVE */
};

enum sc_op_kind {
	SC_OP_ADD,             /* memblock_add(range) */
	SC_OP_ADD_NODE,        /* memblock_add_node(range, nid) */
	SC_OP_REMOVE,          /* memblock_remove(range) */
	SC_OP_RESERVE,         /* memblock_reserve(range) */
	SC_OP_FREE,            /* memblock_free(range) */
	SC_OP_SET_NODE_MEMORY, /* memblock_set_node(range, memory, nid) */
	SC_OP_SET_NODE_RESERVED,
	SC_OP_MARK_HOTPLUG,
	SC_OP_CLEAR_HOTPLUG,
	SC_OP_MARK_MIRROR,
	SC_OP_MARK_NOMAP,
	SC_OP_ALLOC,         /* memblock_virt_alloc_try_nid_nopanic(size, align, min, max, nid) */
	SC_OP_TRIM,          /* memblock_trim_memory(align) */
	SC_OP_ENFORCE_LIMIT, /* memblock_enforce_memory_limit(limit) */
	SC_OP_BOTTOM_UP,     /* memblock_set_bottom_up(limit != 0) */
	SC_OP_CURRENT_LIMIT, /* memblock_set_current_limit(limit) */
	SC_OP_ALLOW_RESIZE,  /* memblock_allow_resize() */
	SC_OP_FILL,          /* memblock_x86_fill() at this place; at least one if nr_e820 > 0 */
	SC_OP_NUMA,          /* the SRAT takes effect here; exactly one if nr_srat > 0, else none;
			      * never before the first FILL */
	SC_NR_OPS
};

struct sc_op {
	enum sc_op_kind kind;
	int32_t nid;           /* SC_NID_ANY, 0..63, or 64 = MAX_NUMNODES */
	struct sc_range range; /* SC_OP_ALLOC: range.size bytes, range.start = min address */
	uint64_t align;        /* SC_OP_ALLOC (0 or a power of two), SC_OP_TRIM (a power of two) */
	uint64_t
	    limit; /* SC_OP_ALLOC: max address; also _ENFORCE_LIMIT, _BOTTOM_UP, _CURRENT_LIMIT */
};

struct sc_srat {
	struct sc_range range;
	uint32_t nid; /* < SC_MAX_NODES */
	uint32_t pxm; /* printed only */
	bool hotplug;
	bool non_volatile; /* printed only */
};

enum sc_late_op_kind {
	SC_LATE_ALLOC_PAGES, /* alloc_pages(order) from zone downwards on the zonelist of nid */
	SC_LATE_FREE,        /* free what operation number `operation` got */
	SC_LATE_FREE_LATE,   /* __free_memblock_late(range) */
	SC_LATE_KMALLOC,     /* kmalloc(bytes, GFP_KERNEL) */
	SC_LATE_VMALLOC,     /* vmalloc(bytes) */
	SC_NR_LATE_OPS
};

struct sc_late_op {
	enum sc_late_op_kind kind;
	uint32_t order;
	uint32_t zone;        /* highest zone index allowed, see sc_zone_name() */
	uint32_t nid;         /* < SC_MAX_NODES */
	uint32_t migratetype; /* 0 Unmovable, 1 Movable, 2 Reclaimable */
	uint32_t
	    operation; /* SC_LATE_FREE: an earlier allocation of any kind, from 0 (text: from 1) */
	struct sc_range range;
	uint64_t bytes; /* SC_LATE_KMALLOC, SC_LATE_VMALLOC */
};

struct sc_config {
	bool efi;          /* E820_X_MAX is 320, else 128 */
	bool maxsmp;       /* NODES_SHIFT is 10: NR_NODE_MEMBLKS 2048, with efi E820_X_MAX 3200 */
	bool movable_node; /* without it the option movable_node does nothing */
	bool nodes_span_other_nodes;
	bool memory_hotplug;         /* with have_bootmem_info_node: register_page_bootmem_info */
	bool have_bootmem_info_node; /* takes effect only with memory_hotplug */
	bool page_extension;         /* a user of page_ext whose need() is true; FLATMEM only */
	bool deferred_init;          /* DEFERRED_STRUCT_PAGE_INIT; not in arm_flatmem */
	bool slub_cpu_partial;
	bool page_table_isolation; /* KAISER; x86 only */
};

/* What the first percpu chunk holds, in bytes. Rules: static_size and reserved_size even,
 * static_size > 0, dyn_size >= 12 KiB, unit_size a multiple of 4 KiB, at least 32 KiB and at least
 * their sum, at most 2^30. */
struct sc_percpu {
	uint32_t static_size;
	uint32_t reserved_size;
	uint32_t dyn_size;
	uint32_t unit_size;
};

/* A vm_struct that is registered by vm_area_add_early. */
struct sc_early_vm {
	uint64_t addr;
	uint64_t size;
	uint64_t flags; /* of the vm_struct */
};

/* Struct sizes that depend on a kernel's configuration. */
enum sc_struct {
	SC_SIZEOF_KMEM_CACHE, /* offsetof(struct kmem_cache, node), without the node pointers */
	SC_SIZEOF_KMEM_CACHE_NODE,
	SC_SIZEOF_VMAP_AREA,
	SC_SIZEOF_VM_STRUCT,
	SC_SIZEOF_PAGE_EXT, /* an entry of the table, users' extra bytes included */
	SC_SIZEOF_PAGE,     /* arm_flatmem only: on x86_64 it is 64 */
	SC_SIZEOF_SPINLOCK, /* more than a word with lock debugging only */
	SC_NR_STRUCTS
};

/* Protection of a range that kaiser_init maps. */
enum sc_prot {
	SC_PROT_KERNEL,    /* __PAGE_KERNEL */
	SC_PROT_KERNEL_RO, /* __PAGE_KERNEL_RO */
	SC_PROT_KERNEL_RX, /* __PAGE_KERNEL_RX */
	SC_PROT_VSYSCALL,  /* __PAGE_KERNEL_VSYSCALL, which has _PAGE_USER */
	SC_PROT_PERCPU,    /* __PAGE_KERNEL; once for each possible CPU, unit_size bytes apart */
	SC_NR_PROTS
};

struct sc_user_map {
	uint64_t start;
	uint64_t size;
	enum sc_prot prot;
};

/* What lies where in memory, for register_page_bootmem_info. */
enum sc_bootmem_kind {
	SC_BOOTMEM_NODE,   /* pgdat of node `id` (type 14) */
	SC_BOOTMEM_TABLE,  /* page tables of the memmap of section `id` (type 13) */
	SC_BOOTMEM_MEMMAP, /* memmap of section `id` (type 12) */
	SC_BOOTMEM_USEMAP, /* usemap of section `id` (type 13) */
	SC_NR_BOOTMEM_KINDS
};

struct sc_bootmem_info {
	enum sc_bootmem_kind kind;
	uint32_t id;
	struct sc_range range;
};

/* Parts of the kernel image that the "Memory:" line tells of; virtual addresses. */
enum sc_image_part {
	SC_IMAGE_TEXT,      /* [_stext, _etext) */
	SC_IMAGE_DATA,      /* [_sdata, _edata) */
	SC_IMAGE_RODATA,    /* [__start_rodata, __end_rodata) */
	SC_IMAGE_INIT_DATA, /* [__init_begin, __init_end) */
	SC_IMAGE_INIT_TEXT, /* [_sinittext, _einittext) */
	SC_IMAGE_BSS,       /* [__bss_start, __bss_stop) */
	SC_NR_IMAGE_PARTS
};

struct sc_cpu {
	bool pse;
	bool gbpages;
	bool nx;
	bool amd;
	bool xenpv;
};

/* What only arm_flatmem has. Addresses take part modulo 2^32. */
struct sc_arm {
	bool has_lowmem_limit;
	uint32_t lowmem_limit;  /* bytes; else phys_offset + 0x30000000 */
	uint32_t phys_offset;   /* PHYS_OFFSET, a multiple of 64 KiB */
	bool has_dma_zone;      /* ZONE_DMA is configured */
	uint32_t dma_zone_size; /* arm_dma_zone_size, bytes; may be 0 */
	uint32_t page_shift;    /* 12 to 16 */
	bool has_mem_map;
	uint32_t mem_map; /* physical address of the first struct page; else see README.md */
};

struct scenario {
	enum sc_geometry geometry;
	enum sc_release release;
	uint32_t memblock_regions; /* INIT_MEMBLOCK_REGIONS: a power of two from 4 to 128 */
	struct sc_config config;

	/* The firmware. Without an entry in e820 the boot starts at the memblock operations. */
	struct sc_e820_entry e820[SC_MAX_E820];
	uint32_t nr_e820;
	struct sc_e820_entry e820_ext[SC_MAX_E820_EXT];
	uint32_t nr_e820_ext;
	uint32_t ext_mem_k; /* KiB above 1 MiB, BIOS-88 */
	uint32_t alt_mem_k; /* likewise, BIOS-e801 */

	struct sc_e820_op e820_ops[SC_MAX_E820_OPS];
	uint32_t nr_e820_ops;

	char cmdline[SC_MAX_CMDLINE]; /* one line: no newline, no carriage return at its end */

	struct sc_range setup_data[SC_MAX_SETUP_DATA]; /* [pa, pa + header + len) */
	uint32_t nr_setup_data;
	bool has_kernel;
	struct sc_range kernel; /* [pa(_text), pa(_end)) */
	bool has_initrd;
	struct sc_range initrd; /* not reserved by itself */
	bool has_bda;
	uint32_t bda_ebda_segment;
	uint32_t bda_kib;

	struct sc_op ops[SC_MAX_OPS];
	uint32_t nr_ops;
	struct sc_srat srat[SC_MAX_SRAT];
	uint32_t nr_srat;

	/* mm_init. A size of 0 is the geometry's own: sc_sizeof(). */
	uint32_t nr_cpus; /* possible and online CPUs, nr_cpu_ids: 1 to SC_MAX_CPUS */
	struct sc_cpu cpu;
	struct sc_percpu percpu;
	struct sc_early_vm early_vm[SC_MAX_EARLY_VM];
	uint32_t nr_early_vm;
	uint32_t sizeof_struct[SC_NR_STRUCTS];
	uint32_t slub_min_objects; /* 0: by the number of CPUs; at most 2^31 - 1 */
	uint32_t slub_max_order;   /* before the kernel's own limit of MAX_ORDER - 1; at most 20 */
	uint32_t slub_min_order;   /* at most 20 */
	struct sc_user_map user_maps[SC_MAX_USER_MAPS];
	uint32_t nr_user_maps;
	struct sc_bootmem_info bootmem_info[SC_MAX_BOOTMEM_INFO];
	uint32_t nr_bootmem_info;
	struct sc_range image[SC_NR_IMAGE_PARTS];
	struct sc_arm arm;

	struct sc_late_op late_ops[SC_MAX_LATE_OPS];
	uint32_t nr_late_ops;

	/* A repro's own verdict: "", "agree" or "CLASS FIELD". Not part of the machine. */
	char expect[96];
};

/* Which fields of struct sc_op its kind gives a meaning; the others are ignored everywhere. */
enum { SC_HAS_RANGE = 1, SC_HAS_NID = 2, SC_HAS_ALIGN = 4, SC_HAS_LIMIT = 8 };
unsigned int sc_op_fields(enum sc_op_kind kind);

/* Effective size in bytes of a struct: the scenario's, or its geometry's own. */
uint32_t sc_sizeof(const struct scenario *s, enum sc_struct which);

/* The largest size that can be given, and whether a size can be (0 cannot). */
uint32_t sc_sizeof_max(enum sc_struct which);
bool sc_sizeof_valid(enum sc_struct which, uint32_t size);

/* Unless the scenario says otherwise. */
extern const struct sc_percpu sc_percpu_default;

/* NULL if the sizes of a percpu area keep the rules, else which they break. */
const char *sc_percpu_check(const struct sc_percpu *percpu);

/* Whether s says anything of kaiser_init: a segment, the CPU, the options pti= and nopti. Page
 * table isolation, which is on in most texts, does not count. */
bool sc_asks_of_kaiser(const struct scenario *s);

/* Whether s says anything of the other steps of mm_init behind mem_init: a setting, an area. */
bool sc_asks_of_mm_init(const struct scenario *s);

/* Whether the user_maps stand for at most SC_MAX_USER_PAGES pages. */
bool sc_user_maps_bounded(const struct scenario *s);

/* The options of struct sc_config that a scenario can set, up to a NULL name, and where option
 * number i is kept. */
struct sc_config_info {
	const char *name;
	size_t offset;
	bool on; /* unless the scenario says otherwise */
};
extern const struct sc_config_info sc_config_options[];
bool *sc_config_option(struct sc_config *config, size_t i);

/* Whether option number i is another name of an earlier one. */
bool sc_config_is_alias(size_t i);
bool sc_config_value(const struct sc_config *config, size_t i);

/* "DMA" and so on: zone 0 to 3 of a geometry. x86: DMA, DMA32, Normal, Movable; arm_flatmem: DMA,
 * Normal, HighMem, Movable (zone 0 is always there, and empty without ZONE_DMA). */
const char *sc_zone_name(enum sc_geometry g, uint32_t zone);

/* Whether an operation after boot gets something that SC_LATE_FREE can free. */
bool sc_late_op_allocates(enum sc_late_op_kind kind);

/* Whether s asks for something that only the rules of 4.9 have: it can be of no other release. */
bool sc_needs_4_9(const struct scenario *s);

/* Pages of a pageblock, log2 of bytes of a page. */
uint32_t sc_pageblock_order(enum sc_geometry g);
uint32_t sc_page_shift(const struct scenario *s);

/* Exclusive bound of the orders of a geometry (MAX_ORDER). */
uint32_t sc_max_order(enum sc_geometry g);

/* Makes *s the empty scenario: x86_64, default configuration, no machine at all. Cost does not
 * depend on the bounds of the arrays. */
void scenario_clear(struct scenario *s);

/* Whether both describe the same machine and the same operations (`expect` aside). */
bool scenario_equal(const struct scenario *a, const struct scenario *b);

/* For who makes a scenario, once all else is in it: adds SC_OP_FILL at index fill_at if nr_e820 > 0
 * and ops holds none, and SC_OP_NUMA if nr_srat > 0 at index numa_at, but not before the first
 * FILL. Both are indices into ops as it is when called. */
void scenario_place(struct scenario *s, uint32_t fill_at, uint32_t numa_at);

/* NULL if s keeps every rule of this file, else the rule that it breaks, in a few words. All
 * sources make scenarios that keep them; who changes a scenario (a mutator, a minimizer) asks here.
 */
const char *scenario_check(const struct scenario *s);

/* "x86_64", "tiny", "arm_flatmem"; the inverse returns false for a name that is not known. */
const char *sc_geometry_name(enum sc_geometry g);
bool sc_geometry_parse(const char *name, enum sc_geometry *g);

/* "4.9", "6.1", "6.12"; and the rule set of a kernel version, the nearest at or below it (4.9 for
 * any older one). */
const char *sc_release_name(enum sc_release r);
enum sc_release sc_release_of(unsigned int major, unsigned int minor);

#endif
