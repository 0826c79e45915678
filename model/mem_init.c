/* mem_init. Spec 05, 1 and 2. */
#include "mem_init.h"

#include "machine.h"

bool model_mem_init_open(struct mem_init *i)
{
	return model_trace_open(&i->bootmem_pages, 1 << 27) &&
	       model_trace_open(&i->freed_memmap, 1 << 18);
}

void model_mem_init_close(struct mem_init *i)
{
	model_trace_close(&i->bootmem_pages);
	model_trace_close(&i->freed_memmap);
}

void model_mem_init_reset(struct mem_init *i)
{
	i->after_bootmem = i->has_kcore_area = false;
	i->overcommit_memory = i->max_mapnr = i->totalhigh_pages = 0;
	i->bootmem_pages.nr = i->freed_memmap.nr = 0;
}

/* get_page_bootmem of every page frame that the range touches. */
static void get_pages(struct machine *m, const struct bootmem_info *info)
{
	/* NODE_INFO, MIX_SECTION_INFO (twice) and SECTION_INFO */
	static const uint32_t types[] = {
	    [BOOTMEM_NODE] = 14,
	    [BOOTMEM_TABLE] = 13,
	    [BOOTMEM_MEMMAP] = 12,
	    [BOOTMEM_USEMAP] = 13,
	};
	uint64_t pfn = pfn_down(m->geometry, info->start);
	uint64_t last_pfn = pfn_down(m->geometry, info->start + info->size - 1);

	if (info->size == 0)
		return;
	for (;; pfn++) {
		if (!model_pfn_valid(m, pfn))
			model_stop(m, STOP_BOOTMEM_INFO);
		model_get_page_bootmem(m, pfn, types[info->kind], info->of);
		model_trace_add(&m->mem_init.bootmem_pages, pfn, types[info->kind], info->of);
		if (pfn == last_pfn)
			return;
	}
}

static void get_all_of(struct machine *m, const struct bootmem_info *info, uint32_t nr,
		       enum bootmem_kind kind, uint64_t of)
{
	for (uint32_t i = 0; i < nr; i++)
		if (info[i].kind == kind && info[i].of == of)
			get_pages(m, &info[i]);
}

/* register_page_bootmem_info_node, of every node. */
void model_register_page_bootmem_info(struct machine *m, const struct bootmem_info *info,
				      uint32_t nr)
{
	for (int nid = 0; nid < MAX_NUMNODES; nid++) {
		const struct node *node = &m->mmzone.nodes[nid];
		/* A node may reach far beyond the last page frame that can be valid. */
		uint64_t end_pfn =
		    min_u64(node->start_pfn + node->spanned, m->geometry->max_arch_pfn);

		if (!m->numa.online[nid])
			continue;
		get_all_of(m, info, nr, BOOTMEM_NODE, (uint64_t)nid);
		for (uint64_t pfn = node->start_pfn; pfn < end_pfn;
		     pfn += pages_per_section(m->geometry)) {
			uint64_t section = pfn >> m->geometry->section_shift;

			if (!model_pfn_valid(m, pfn) || model_early_pfn_to_nid(m, pfn) != nid)
				continue;
			get_all_of(m, info, nr, BOOTMEM_TABLE, section);
			get_all_of(m, info, nr, BOOTMEM_MEMMAP, section);
			get_all_of(m, info, nr, BOOTMEM_USEMAP, section);
		}
	}
}

void model_mem_init(struct machine *m)
{
	model_free_all_bootmem(m);
	m->mem_init.after_bootmem = true;
	m->mem_init.has_kcore_area = true;
}

/* get_num_physpages: pages present on the nodes online. */
static uint64_t num_physpages(const struct machine *m)
{
	uint64_t pages = 0;

	for (int nid = 0; nid < MAX_NUMNODES; nid++)
		if (m->numa.online[nid])
			pages += m->mmzone.nodes[nid].present;
	return pages;
}

static uint64_t pages_to_kib(const struct machine *m, uint64_t pages)
{
	return word(m->geometry, pages << (m->geometry->page_shift - 10));
}

/* adj_init_size: a part that lies in another one, and is smaller, is not counted twice. */
static void adjust(const struct geometry *g, const struct image_range *outer, uint64_t *size,
		   uint64_t pos, uint64_t inner_size)
{
	if (outer->start <= pos && pos < word(g, outer->start + outer->size) && *size > inner_size)
		*size -= inner_size;
}

/* The sizes of the image's parts; init is what is freed after boot. */
static void print_image(const struct geometry *g, const struct image_range image[NR_IMAGE_PARTS],
			struct mem_info *info)
{
	uint64_t code = image[IMAGE_TEXT].size;
	uint64_t rwdata = image[IMAGE_DATA].size;
	uint64_t rodata = image[IMAGE_RODATA].size;
	uint64_t init_data = image[IMAGE_INIT_DATA].size;
	uint64_t init_code = image[IMAGE_INIT_TEXT].size;

	adjust(g, &image[IMAGE_INIT_DATA], &init_data, image[IMAGE_INIT_TEXT].start, init_code);
	adjust(g, &image[IMAGE_TEXT], &code, image[IMAGE_INIT_TEXT].start, init_code);
	adjust(g, &image[IMAGE_DATA], &rwdata, image[IMAGE_INIT_DATA].start, init_data);
	adjust(g, &image[IMAGE_TEXT], &code, image[IMAGE_RODATA].start, rodata);
	adjust(g, &image[IMAGE_DATA], &rwdata, image[IMAGE_RODATA].start, rodata);
	info->code_kib = code >> 10;
	info->rwdata_kib = rwdata >> 10;
	info->rodata_kib = rodata >> 10;
	info->init_kib = word(g, init_data + init_code) >> 10;
	info->bss_kib = image[IMAGE_BSS].size >> 10;
}

struct mem_info model_mem_init_print_info(const struct machine *m,
					  const struct image_range image[NR_IMAGE_PARTS])
{
	uint64_t physpages = num_physpages(m);
	struct mem_info info = {
	    .physpages = physpages,
	    .available_kib = pages_to_kib(m, m->buddy.nr_free_pages),
	    .total_kib = pages_to_kib(m, physpages),
	    .reserved_kib = pages_to_kib(m, physpages - m->buddy.totalram_pages),
	    .highmem_kib = pages_to_kib(m, m->mem_init.totalhigh_pages),
	};

	print_image(m->geometry, image, &info);
	return info;
}
