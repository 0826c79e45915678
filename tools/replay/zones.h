/* Zones and nodes as the checks of them need them. Internal to check_*.c. */
#ifndef MMINIT_TOOLS_REPLAY_ZONES_H
#define MMINIT_TOOLS_REPLAY_ZONES_H

#include "check.h"

enum { ZONE_DMA = 0, ZONE_DMA32 = 1 };

/* By the index that scan_zone() tells. */
extern const char *const zone_name[ZONE_OTHER + 1];

/* Why nothing can be said of the lowest zone. */
extern const char no_low_ram[];

/* NULL if the implementation has none. */
const struct obs_node *find_node(const struct observation *o, uint64_t nid);
const struct obs_zone *find_zone(const struct observation *o, uint64_t nid, uint64_t zone);

/* Whether the log shows the range of a zone. */
bool has_zone_line(const struct log *log, uint64_t zone);

/* The zone that is reserved in: DMA32 if CONFIG_ZONE_DMA is off. */
uint64_t lowest_zone(const struct log *log);

/* Pages that the struct pages of a zone take, of `size` bytes each: calc_memmap_size. */
uint64_t memmap_pages(const struct replay *r, struct zone_size z, uint32_t size);

/* How large a struct page is, is the configuration's: the log's own lines tell. */
uint32_t struct_page_size(const struct replay *r);

/* What the log says of pages reserved below 16 MiB: known before only with the whole trace.
 * Returns false if neither tells, with *pages 0. */
bool dma_reserve(const struct replay *r, const struct observation *o, uint64_t *pages);

#endif
