/*
 * The order of setup_arch (arch/x86/kernel/setup.c), where it sets something itself. Spec 00, 0.1.
 */
#ifndef MODEL_SETUP_H
#define MODEL_SETUP_H

#include "geometry.h"

struct machine;

/* Steps 11, 12, 23: max_pfn and max_low_pfn of the firmware's map, nosave regions, the PCI gap. */
void model_setup_end_of_ram(struct machine *m);

/* Steps 14, 18, 19: memblock_x86_fill while only 1 MiB is mapped; then everything is. With no
 * firmware map there is no limit afterwards. */
void model_setup_fill(struct machine *m, bool has_firmware_map);

/* Without a firmware map: max_pfn and max_low_pfn from the memory regions. */
void model_setup_end_of_memory(struct machine *m);

/* Steps 21, 22: memblock_find_dma_reserve, sections, zones; then build_all_zonelists. */
void model_setup_zones(struct machine *m);

#endif
