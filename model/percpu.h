/*
 * The first chunks of per-CPU memory, and their maps (mm/percpu.c). Spec 07, 1.
 *
 * A map is a list of offsets in bytes, ascending: where an area begins, and bit 0 whether it is in
 * use; the last entry is the end.
 */
#ifndef MODEL_PERCPU_H
#define MODEL_PERCPU_H

#include "geometry.h"

struct machine;

enum { PERCPU_DYNAMIC_EARLY_SLOTS = 128 };

/* What setup_per_cpu_areas hands to pcpu_setup_first_chunk: bytes. */
struct percpu_params {
	uint32_t static_size;
	uint32_t reserved_size;
	uint32_t dyn_size;
};

struct pcpu_chunk {
	bool exists;
	bool map_in_slab;
	int map[PERCPU_DYNAMIC_EARLY_SLOTS];
	int map_used;
	int map_alloc;
	int free_size;
	int contig_hint;
	int first_free;
	uint64_t map_addr; /* of the map from the slab allocator */
};

struct percpu {
	struct pcpu_chunk first;    /* pcpu_first_chunk: dynamic areas come from it */
	struct pcpu_chunk reserved; /* pcpu_reserved_chunk */
};

void model_percpu_reset(struct percpu *p);

/* pcpu_setup_first_chunk */
void model_setup_first_chunk(struct machine *m, const struct percpu_params *params);

/* __alloc_percpu: an area of the first chunk; its offset, or -1 if none fits. */
int model_alloc_percpu(struct machine *m, unsigned int size, unsigned int align);

/* percpu_init_late: the maps move to slab objects. */
void model_percpu_init_late(struct machine *m);

#endif
