/* Settings of mm_init and of arm_flatmem, as records: only what differs from the empty scenario. */
#include <string.h>

#include "scenario_encoder.h"

static void encode_setting(struct encoder *e, enum setting which, unsigned int first)
{
	encode_record(e, R_SETTING);
	encode_u8(e, which);
	encode_u8(e, first);
}

static void encode_config(struct encoder *e, const struct sc_config *config)
{
	const struct sc_config_info *options = sc_config_options;

	for (unsigned int i = NR_HEADER_OPTIONS; options[i].name; i++)
		if (sc_config_value(config, i) != options[i].on && !sc_config_is_alias(i))
			encode_setting(e, SET_CONFIG, i * 2 + sc_config_value(config, i));
}

static void encode_slub(struct encoder *e, const struct scenario *s)
{
	for (unsigned int i = 0; i < SC_NR_STRUCTS; i++) {
		if (!s->sizeof_struct[i])
			continue;
		encode_setting(e, SET_SIZEOF, i);
		encode_number(e, s->sizeof_struct[i], 2);
	}
	if (s->slub_min_objects) {
		encode_setting(e, SET_SLUB_MIN_OBJECTS, EXACT);
		encode_number(e, s->slub_min_objects, 4);
	}
	if (s->slub_max_order != SC_DEFAULT_SLUB_ORDER)
		encode_setting(e, SET_SLUB_MAX_ORDER, SLUB_ORDER_EXACT | s->slub_max_order);
	if (s->slub_min_order)
		encode_setting(e, SET_SLUB_MIN_ORDER, SLUB_ORDER_EXACT | s->slub_min_order);
}

static void encode_cpus(struct encoder *e, const struct scenario *s)
{
	const struct sc_cpu *cpu = &s->cpu;
	unsigned int flags = (unsigned int)cpu->pse | (unsigned int)cpu->gbpages << 1 |
			     (unsigned int)cpu->nx << 2 | (unsigned int)cpu->amd << 3 |
			     (unsigned int)cpu->xenpv << 4;

	if (s->nr_cpus != 1) {
		encode_setting(e, SET_CPUS, EXACT);
		encode_number(e, s->nr_cpus - 1, 2);
	}
	if (flags != CPU_FLAGS_DEFAULT)
		encode_setting(e, SET_CPU_FLAGS, flags);
	if (memcmp(&s->percpu, &sc_percpu_default, sizeof(s->percpu)) != 0) {
		encode_record(e, R_PERCPU);
		encode_u8(e, EXACT);
		encode_number(e, s->percpu.static_size, 4);
		encode_number(e, s->percpu.reserved_size, 4);
		encode_number(e, s->percpu.dyn_size, 4);
		encode_number(e, s->percpu.unit_size, 4);
	}
}

static void encode_arm(struct encoder *e, const struct sc_arm *arm)
{
	if (arm->has_lowmem_limit) {
		encode_setting(e, SET_LOWMEM_LIMIT, EXACT);
		encode_number(e, arm->lowmem_limit, 4);
	}
	if (arm->phys_offset) {
		encode_setting(e, SET_PHYS_OFFSET, EXACT);
		encode_number(e, arm->phys_offset / SC_PHYS_OFFSET_ALIGN, 2);
	}
	if (arm->has_dma_zone) {
		encode_setting(e, SET_DMA_ZONE_SIZE, EXACT);
		encode_number(e, arm->dma_zone_size, 4);
	}
	if (arm->page_shift != SC_MIN_PAGE_SHIFT)
		encode_setting(e, SET_PAGE_SHIFT, arm->page_shift - SC_MIN_PAGE_SHIFT);
	if (arm->has_mem_map) {
		encode_setting(e, SET_MEM_MAP, EXACT);
		encode_number(e, arm->mem_map, 4);
	}
}

static void encode_maps(struct encoder *e, const struct scenario *s)
{
	for (uint32_t i = 0; i < s->nr_early_vm; i++) {
		encode_record(e, R_EARLY_VM);
		encode_u8(e, EXACT);
		encode_number(e, s->early_vm[i].addr, 8);
		encode_number(e, s->early_vm[i].size, 8);
		encode_number(e, s->early_vm[i].flags, 8);
	}
	for (uint32_t i = 0; i < s->nr_user_maps; i++) {
		encode_record(e, R_USER_MAP);
		encode_u8(e, EXACT);
		encode_number(e, s->user_maps[i].start, 8);
		encode_number(e, s->user_maps[i].size, 4);
		encode_u8(e, s->user_maps[i].prot);
	}
}

static void encode_places(struct encoder *e, const struct scenario *s)
{
	for (uint32_t i = 0; i < s->nr_bootmem_info; i++) {
		const struct sc_bootmem_info *info = &s->bootmem_info[i];

		encode_record(e, R_BOOTMEM_INFO);
		encode_u8(e, info->kind);
		encode_u8(e, EXACT);
		encode_number(e, info->id, 4);
		encode_range(e, info->range.start, info->range.size, ANY);
	}
	for (unsigned int i = 0; i < SC_NR_IMAGE_PARTS; i++) {
		if (!s->image[i].start && !s->image[i].size)
			continue;
		encode_record(e, R_IMAGE);
		encode_u8(e, i);
		encode_range(e, s->image[i].start, s->image[i].size, ANY);
	}
}

void encode_mm(struct encoder *e, const struct scenario *s)
{
	encode_config(e, &s->config);
	encode_slub(e, s);
	encode_cpus(e, s);
	encode_arm(e, &s->arm);
	encode_maps(e, s);
	encode_places(e, s);
}
