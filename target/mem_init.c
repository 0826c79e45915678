#include "mem_init.h"

#include "area.h"
#include "memmap.h"

#include <stddef.h>
#include <string.h>

#define UNUSED_BYTES (sizeof(struct unused_memmap) * MAX_UNUSED_MEMMAP)

void mem_init_create(struct mem_init *mi)
{
	mi->unused = area_map(UNUSED_BYTES);
}

void mem_init_destroy(struct mem_init *mi)
{
	area_unmap(mi->unused, UNUSED_BYTES);
}

void mem_init_reset(struct mem_init *mi)
{
	memset(mi, 0, offsetof(struct mem_init, unused));
	mi->nr_unused = 0;
}

static uint64_t get_num_physpages(const struct page_alloc *pa)
{
	uint64_t pages = 0;

	for (int nid = node_next(pa->node_online_map, -1); nid >= 0;
	     nid = node_next(pa->node_online_map, nid))
		pages += pa->node_data[nid].node_present_pages;
	return pages & pa->sparse->geometry->max_addr;
}

/* adj_init_size: where one part of the image begins within another, its size is taken off. */
static void adjust(uint64_t *size, const struct image_part *part, uint64_t pos, uint64_t pos_size,
		   uint64_t mask)
{
	bool within = part->start <= pos && pos < ((part->start + part->size) & mask);

	if (within && *size > pos_size)
		*size -= pos_size;
}

static void print_image(struct mem_init_info *info, const struct kernel_image *image, uint64_t mask)
{
	uint64_t code = image->text.size;
	uint64_t data = image->data.size;
	uint64_t rodata = image->rodata.size;
	uint64_t init_data = image->init_data.size;
	uint64_t init_text = image->init_text.size;

	adjust(&init_data, &image->init_data, image->init_text.start, init_text, mask);
	adjust(&code, &image->text, image->init_text.start, init_text, mask);
	adjust(&data, &image->data, image->init_data.start, init_data, mask);
	adjust(&code, &image->text, image->rodata.start, rodata, mask);
	adjust(&data, &image->data, image->rodata.start, rodata, mask);
	info->code_kib = code >> 10;
	info->rwdata_kib = data >> 10;
	info->rodata_kib = rodata >> 10;
	info->init_kib = ((init_data + init_text) & mask) >> 10;
	info->bss_kib = image->bss.size >> 10;
}

void mem_init_print_info(struct mem_init *mi, const struct page_alloc *pa,
			 const struct kernel_image *image)
{
	struct mem_init_info *info = &mi->info;
	unsigned int kib_shift = pa->sparse->geometry->page_shift - 10;
	uint64_t mask = pa->sparse->geometry->max_addr;

	info->physpages = get_num_physpages(pa);
	info->available_kib = pa->nr_free_pages << kib_shift & mask;
	info->total_kib = info->physpages << kib_shift & mask;
	info->reserved_kib = (info->physpages - pa->totalram_pages) << kib_shift & mask;
	info->highmem_kib = mi->totalhigh_pages << kib_shift & mask;
	print_image(info, image, mask);
}

void mem_init_x86(struct mem_init *mi, struct nobootmem *nb, struct page_alloc *pa,
		  struct memblock *mb, uint64_t max_low_pfn, struct bootmem_info *bootmem_info,
		  const struct kernel_image *image)
{
	if (bootmem_info)
		register_page_bootmem_info(bootmem_info, pa, mb);
	if (pa->fault)
		return;
	mi->info.returned = free_all_bootmem(nb, pa, mb, max_low_pfn);
	if (pa->fault || mb->fault)
		return;
	mi->after_bootmem = true;
	/* The vsyscall page. */
	mi->has_kcore = true;
	mi->kcore = (struct kcore_area){UINT64_C(0xffffffffff600000), PAGE_SIZE, KCORE_OTHER};
	/* What was neither reserved nor released: holes, and pages outside every zone. */
	memmap_populate_all(pa->sparse);
	mem_init_print_info(mi, pa, image);
}
