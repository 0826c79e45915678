#include "run_steps.h"

#include <inttypes.h>
#include <stdio.h>

#include "run_names.h"

static bool reached(const struct observation *o, enum stage stage)
{
	return o->stages >> stage & 1;
}

/* The name of the function that a line is about, in a column of its own. */
static void start(const char *function)
{
	printf("  %-27s ", function);
}

/* ---- Up to mem_init ---- */

static void print_page_ext(const struct observation *o, const struct scenario *s)
{
	const struct obs_page_ext *p = ROWS(o, page_ext);

	start("page_ext_init_flatmem");
	if (s->geometry != SC_ARM_FLATMEM)
		printf("nothing with SPARSEMEM");
	else if (!NR_ROWS(o, page_ext))
		printf("no user");
	for (uint64_t i = 0; i < NR_ROWS(o, page_ext); i++)
		printf("%snode %" PRIu64 ": %" PRIu64 " bytes at 0x%" PRIx64, i ? ", " : "",
		       p[i].nid, p[i].size, p[i].addr);
	putchar('\n');
}

/* managed_pages of all zones before the release. */
static uint64_t estimate(const struct observation *o)
{
	uint64_t pages = 0;

	for (uint64_t i = 0; i < NR_ROWS(o, zone); i++)
		pages += ROWS(o, zone)[i].managed;
	return pages;
}

/* Reserved pages of the parts of nodes whose struct pages are left to a thread. */
static uint64_t reserved_ahead(const struct observation *o)
{
	const struct obs_released_page_run *run = ROWS(o, released_page_run);
	const struct obs_deferred_node *node = ROWS(o, deferred_node);
	uint64_t pages = 0;

	for (uint64_t i = 0; i < NR_ROWS(o, released_page_run); i++)
		for (uint64_t n = 0; n < NR_ROWS(o, deferred_node); n++)
			if (run[i].flags & 1 << 10 && run[i].node == node[n].nid &&
			    run[i].pfn >= node[n].first_deferred_pfn)
				pages += run[i].nr;
	return pages;
}

static void print_bootmem(const struct observation *o, const struct scenario *s)
{
	const struct obs_chunk *chunk = ROWS(o, chunk);
	uint64_t pages = 0;

	for (uint64_t i = 0; i < NR_ROWS(o, chunk); i++)
		pages += UINT64_C(1) << chunk[i].order;
	if (s->geometry != SC_ARM_FLATMEM) {
		start("register_page_bootmem_info");
		printf("%zu pages\n", NR_ROWS(o, bootmem_page));
	}
	start("reset_all_zones_managed");
	printf("the estimate of %" PRIu64 " pages is dropped\n", estimate(o));
	start("memblock_clear_hotplug");
	printf("%zu memory regions, %zu grown tables\n", NR_ROWS(o, final_memory_region),
	       NR_ROWS(o, final_memblock_event));
	start("reserve_bootmem_region");
	printf("%zu ranges marked\n", NR_ROWS(o, reserve_mark));
	start("init_reserved_page");
	if (s->config.deferred_init)
		printf("%" PRIu64 " reserved pages initialised ahead of their thread\n",
		       reserved_ahead(o));
	else
		puts("nothing without deferred initialisation");
	start("__free_memory_core");
	printf("%zu chunks of %" PRIu64 " pages in all, %zu pages refused\n", NR_ROWS(o, chunk),
	       pages, NR_ROWS(o, bad_page));
	start("free_low_memory_core_early");
	printf("%" PRIu64 " pages\n", ROWS(o, release)->returned);
	start("free_all_bootmem");
	printf("%" PRIu64 " pages, totalram_pages %" PRIu64 "\n", ROWS(o, release)->returned,
	       ROWS(o, release)->totalram);
}

static void print_arm(const struct observation *o)
{
	const struct obs_mem_init_state *m = ROWS(o, mem_init_state);
	const struct obs_memmap_freed *f = ROWS(o, memmap_freed);

	start("set_max_mapnr");
	printf("%" PRIu64 "\n", m->max_mapnr);
	start("free_unused_memmap");
	if (!NR_ROWS(o, memmap_freed))
		printf("no gap");
	for (uint64_t i = 0; i < NR_ROWS(o, memmap_freed); i++)
		printf("%spfn 0x%" PRIx64 "-0x%" PRIx64 ": %" PRIu64 " bytes%s", i ? ", " : "",
		       f[i].start_pfn, f[i].end_pfn, f[i].end - f[i].start,
		       f[i].freed ? " freed" : "");
	putchar('\n');
	start("free_highpages");
	printf("%" PRIu64 " pages\n", m->totalhigh_pages);
	start("overcommit rule");
	printf("sysctl_overcommit_memory %" PRIu64 "\n", m->overcommit_memory);
}

static void print_x86(const struct observation *o)
{
	const struct obs_kcore *k = ROWS(o, kcore);

	start("mem_init");
	printf("after_bootmem %" PRIu64, ROWS(o, mem_init_state)->after_bootmem);
	for (uint64_t i = 0; i < NR_ROWS(o, kcore); i++)
		printf(", kcore 0x%" PRIx64 "+%" PRIu64, k[i].addr, k[i].size);
	putchar('\n');
}

static void print_memory_line(const struct observation *o)
{
	const struct obs_release *r = ROWS(o, release);
	const struct obs_memory_line *m = ROWS(o, memory_line);

	start("mem_init_print_info");
	printf("Memory: %" PRIu64 "K/%" PRIu64 "K available (%" PRIu64 "K kernel code, %" PRIu64
	       "K rwdata, %" PRIu64 "K rodata, %" PRIu64 "K init, %" PRIu64 "K bss, %" PRIu64
	       "K reserved, %" PRIu64 "K cma-reserved, %" PRIu64 "K highmem)\n",
	       r->available_kib, r->total_kib, m->code_kib, m->rwdata_kib, m->rodata_kib,
	       m->init_kib, m->bss_kib, r->reserved_kib, m->cma_kib, m->highmem_kib);
}

static void print_mem_init(const struct observation *o, const struct scenario *s)
{
	if (!NR_ROWS(o, mem_init_state) || !NR_ROWS(o, release))
		return;
	print_page_ext(o, s);
	print_bootmem(o, s);
	if (s->geometry == SC_ARM_FLATMEM)
		print_arm(o);
	else
		print_x86(o);
	if (NR_ROWS(o, memory_line))
		print_memory_line(o);
}

/* ---- kmem_cache_init to kaiser_init ---- */

static void print_slab(const struct observation *o)
{
	const struct obs_slab_scalars *s = ROWS(o, slab_scalars);
	const struct obs_slab_trace *t = ROWS(o, slab_trace);
	uint64_t pages = 0;

	start("kmem_cache_init");
	if (!NR_ROWS(o, slab_scalars)) {
		printf("%s\n", outcome_name(o->late_outcome));
		return;
	}
	for (uint64_t i = 0; i < NR_ROWS(o, slab_trace); i++)
		pages += UINT64_C(1) << t[i].order;
	printf("SLUB: HWalign=%" PRIu64 ", Order=%" PRIu64 "-%" PRIu64 ", MinObjects=%" PRIu64
	       ", CPUs=%" PRIu64 ", Nodes=%" PRIu64 "; %" PRIu64 " caches, %zu slabs of %" PRIu64
	       " pages\n",
	       s->cache_line, s->min_order, s->max_order, s->min_objects, s->nr_cpu_ids,
	       s->nr_node_ids, s->nr_caches, NR_ROWS(o, slab_trace), pages);
}

/* object size, size, align, order, objects a slab, min_partial, cpu_partial of each cache. */
static void print_caches(const struct observation *o)
{
	const struct obs_slab_cache *c = ROWS(o, slab_cache);
	char name[40];

	for (uint64_t i = NR_ROWS(o, slab_cache); i-- > 0;)
		printf("    %-18s object %" PRIu64 " size %" PRIu64 " align %" PRIu64
		       " offset %" PRIu64 " order %" PRIu64 " objects %" PRIu64
		       " min_partial %" PRIu64 " cpu_partial %" PRIu64 "\n",
		       slab_cache_name(c[i].cache, c[i].object_size, name, sizeof(name)),
		       c[i].object_size, c[i].size, c[i].align, c[i].offset, c[i].oo_order,
		       c[i].oo_objects, c[i].min_partial, c[i].cpu_partial);
}

static void print_percpu(const struct observation *o)
{
	const struct obs_percpu_chunk *c = ROWS(o, percpu_chunk);

	start("percpu_init_late");
	for (uint64_t i = 0; i < NR_ROWS(o, percpu_chunk); i++)
		printf("%s%s chunk: map of %" PRIu64 " entries moved to pfn 0x%" PRIx64
		       "+0x%" PRIx64,
		       i ? ", " : "", c[i].chunk ? "reserved" : "first", c[i].map_used + 1,
		       c[i].map_pfn, c[i].map_offset);
	if (!NR_ROWS(o, percpu_chunk))
		printf("%s", outcome_name(o->late_outcome));
	putchar('\n');
}

static void print_vmalloc(const struct observation *o, bool full)
{
	const struct obs_vmalloc_scalars *v = ROWS(o, vmalloc_scalars);
	const struct obs_vmap_area *a = ROWS(o, vmap_area);

	start("vmalloc_init");
	if (!NR_ROWS(o, vmalloc_scalars)) {
		printf("%s\n", outcome_name(o->late_outcome));
		return;
	}
	printf("queues of %" PRIu64 " CPUs, %zu areas\n", v->nr_queues, NR_ROWS(o, vmap_area));
	for (uint64_t i = 0; full && i < NR_ROWS(o, vmap_area); i++)
		printf("    0x%" PRIx64 "-0x%" PRIx64 " flags 0x%" PRIx64 "\n", a[i].start,
		       a[i].end, a[i].vm_flags);
}

static void print_kaiser(const struct observation *o, bool full)
{
	const struct obs_kaiser *k = ROWS(o, kaiser);
	const struct obs_kaiser_run *r = ROWS(o, kaiser_run);

	start("kaiser_init");
	if (!NR_ROWS(o, kaiser)) {
		printf("%s\n", outcome_name(o->late_outcome));
		return;
	}
	printf("%s, %" PRIu64 " table pages, %" PRIu64 " pages mapped, %" PRIu64
	       " segments failed\n",
	       k->enabled ? "enabled" : "disabled", k->nr_table_pages, k->nr_mapped,
	       k->failed_segments);
	for (uint64_t i = 0; full && i < NR_ROWS(o, kaiser_run); i++)
		printf("    0x%" PRIx64 ": %" PRIu64 " pages at 0x%" PRIx64 ", flags 0x%" PRIx64
		       "\n",
		       r[i].start, r[i].nr_pages, r[i].phys, r[i].pte_flags);
}

static void print_deferred(const struct observation *o)
{
	const struct obs_deferred_thread *t = ROWS(o, deferred_thread);

	start("page_alloc_init_late");
	if (!NR_ROWS(o, deferred_thread))
		printf("no node is deferred");
	for (uint64_t i = 0; i < NR_ROWS(o, deferred_thread); i++)
		printf("%snode %" PRIu64 " from pfn 0x%" PRIx64 ": %" PRIu64 " pages",
		       i ? ", " : "", t[i].nid, t[i].first_pfn, t[i].nr_pages);
	putchar('\n');
}

static void print_ptlock_cache(const struct observation *o)
{
	const struct obs_pgtable *p = ROWS(o, pgtable);

	if (p->ptlock_cache == UINT64_MAX) {
		printf("no cache, still %" PRIu64 "\n", p->nr_caches);
		return;
	}
	printf("locks in %s, objects of %" PRIu64 " bytes, %" PRIu64 " caches\n",
	       p->ptlock_cache == CACHE_PTLOCK ? "page->ptl" : "a cache of kmalloc",
	       ROWS(o, pgtable_cache)->size, p->nr_caches);
}

static void print_mm_init(const struct observation *o, bool full)
{
	if (reached(o, STAGE_KMEM_CACHE_INIT)) {
		print_slab(o);
		if (full)
			print_caches(o);
	}
	if (reached(o, STAGE_PERCPU_INIT_LATE))
		print_percpu(o);
	if (NR_ROWS(o, pgtable)) {
		start("pgtable_init");
		print_ptlock_cache(o);
	}
	if (reached(o, STAGE_VMALLOC_INIT))
		print_vmalloc(o, full);
	if (NR_ROWS(o, ioremap)) {
		start("ioremap_huge_init");
		printf("pud %s, pmd %s\n", ROWS(o, ioremap)->pud_capable ? "yes" : "no",
		       ROWS(o, ioremap)->pmd_capable ? "yes" : "no");
	}
	if (reached(o, STAGE_KAISER_INIT))
		print_kaiser(o, full);
	if (reached(o, STAGE_DEFERRED))
		print_deferred(o);
}

/* ---- After boot ---- */

static void print_late_op(const struct sc_late_op *op, uint64_t result)
{
	switch (op->kind) {
	case SC_LATE_ALLOC_PAGES:
		printf("alloc_pages %" PRIu32 ": ", op->order);
		break;
	case SC_LATE_FREE:
		printf("free #%" PRIu32 ": ", op->operation + 1);
		break;
	case SC_LATE_KMALLOC:
		printf("kmalloc %" PRIu64 ": ", op->bytes);
		break;
	case SC_LATE_VMALLOC:
		printf("vmalloc %" PRIu64 ": ", op->bytes);
		break;
	default:
		printf("free_late: ");
	}
	if (result == UINT64_MAX)
		puts("-1");
	else
		printf("0x%" PRIx64 "\n", result);
}

static void print_late(const struct observation *o, const struct scenario *s)
{
	const struct obs_late_op *op = ROWS(o, late_op);
	const struct obs_freed_zone_stat *stat = ROWS(o, freed_zone_stat);
	uint64_t free = 0, slab = 0;

	for (uint64_t i = 0; i < NR_ROWS(o, late_op); i++) {
		start(i ? "" : "after boot");
		print_late_op(&s->late_ops[op[i].op], op[i].result);
	}
	if (!NR_ROWS(o, freed_zone_stat))
		return;
	for (uint64_t i = 0; i < NR_ROWS(o, freed_zone_stat); i++) {
		free += stat[i].free;
		slab += stat[i].slab_unreclaimable;
	}
	start("everything freed");
	printf("%" PRIu64 " pages free, %" PRIu64 " in slabs\n", free, slab);
}

void run_print_steps(const struct observation *o, const struct scenario *s, bool full)
{
	print_mem_init(o, s);
	print_mm_init(o, full);
	print_late(o, s);
}
