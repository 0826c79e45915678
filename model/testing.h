/* What the tests of the model share: one machine, and how to end a boot in a test. */
#ifndef MODEL_TESTING_H
#define MODEL_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bitmap.h"
#include "machine.h"

#define K(n)      (UINT64_C(n) << 10)
#define M(n)      (UINT64_C(n) << 20)
#define G(n)      (UINT64_C(n) << 30)
#define PAGE_SIZE UINT64_C(4096)
#define PAGES(n)  (UINT64_C(n) << 12)

static struct machine *m;

static inline int open_machine(void **state)
{
	(void)state;
	m = model_machine_open();
	return m ? 0 : -1;
}

static inline int close_machine(void **state)
{
	(void)state;
	model_machine_close(m);
	return 0;
}

static inline struct slub_params default_slub_params(void)
{
	return (struct slub_params){
	    .nr_cpu_ids = 1,
	    .slub_max_order = 3,
	    .cache_line_size = 64,
	    .kmem_cache_node_size = 64,
	    .kmem_cache_node_offset = 200,
	    .kmem_cache_cpu_size = 32,
	    .has_cpu_partial = true,
	};
}

/* From the memory regions to the end of mem_init. */
static inline void boot_to_release(void)
{
	model_setup_end_of_memory(m);
	model_numa_from_regions(m);
	model_setup_zones(m);
	model_memmap_init(m);
	model_mem_init(m);
}

static inline void power_on(const struct geometry *geometry, const struct rules *rules)
{
	const struct config config = {
	    .e820_x_max = E820_X_MAX_EFI,
	    .nr_node_memblks = NR_NODE_MEMBLKS,
	    .movable_node = true,
	    .nodes_span_other_nodes = true,
	    .memblock_regions = 128,
	    .rules = rules,
	    .slub = default_slub_params(),
	    .vmap_area_size = 96,
	    .vm_struct_size = 64,
	};

	model_machine_reset(m, geometry, &config);
}

static inline int x86_64(void **state)
{
	(void)state;
	power_on(&model_geometry_x86_64, &model_rules_4_9);
	return 0;
}

static inline int tiny(void **state)
{
	(void)state;
	power_on(&model_geometry_tiny, &model_rules_4_9);
	return 0;
}

static inline int release_6_1(void **state)
{
	(void)state;
	power_on(&model_geometry_x86_64, &model_rules_6_1);
	return 0;
}

static inline int release_6_12(void **state)
{
	(void)state;
	power_on(&model_geometry_x86_64, &model_rules_6_12);
	return 0;
}

static inline int tiny_6_1(void **state)
{
	(void)state;
	power_on(&model_geometry_tiny, &model_rules_6_1);
	return 0;
}

static inline int tiny_6_12(void **state)
{
	(void)state;
	power_on(&model_geometry_tiny, &model_rules_6_12);
	return 0;
}

#define assert_pair(x, y, a, b)             \
	do {                                \
		assert_int_equal((x), (a)); \
		assert_int_equal((y), (b)); \
	} while (0)

#endif
