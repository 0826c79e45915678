/*
 * The names of the text form, for its reader and its writer. Each table ends with a NULL name; the
 * writer takes the first name of a value.
 */
#ifndef MMINIT_FUZZ_SCENARIO_NAMES_H
#define MMINIT_FUZZ_SCENARIO_NAMES_H

#include <stdint.h>

struct named {
	const char *name;
	uint32_t value;
};

/* Zones whose index depends on the geometry. */
enum { ZONE_NAME_DMA32 = 16, ZONE_NAME_NORMAL, ZONE_NAME_HIGHMEM };

extern const struct named type_names[];        /* e820 types */
extern const struct named zone_names[];        /* zone indices, or one of the below */
extern const struct named struct_names[];      /* enum sc_struct */
extern const struct named prot_names[];        /* enum sc_prot */
extern const struct named bootmem_names[];     /* enum sc_bootmem_kind */
extern const struct named image_names[];       /* enum sc_image_part */
extern const struct named migratetype_names[]; /* migratetypes */
extern const struct named op_names[];          /* enum sc_op_kind, `mminit: op NAME` */
extern const struct named memblock_names[];    /* enum sc_op_kind, the kernel's own lines */
extern const struct named e820_op_names[];     /* enum sc_e820_op_kind */

/* NULL if the table does not hold the value. */
const char *name_of(const struct named *names, uint32_t value);

#endif
