/*
 * percpu: the first chunk of per-CPU memory and the map of its areas, as in mm/percpu.c of
 * Linux 4.9.
 *
 * The chunk itself lies in memory that the scenario's boot has reserved; what is kept here is who
 * has which part of a unit. Offsets and sizes are in bytes within a unit. A map is a row of
 * ascending offsets at which areas begin, bit 0 set if the area is in use; its last entry is the
 * end.
 */
#ifndef MMINIT_TARGET_PERCPU_H
#define MMINIT_TARGET_PERCPU_H

#include <stdbool.h>
#include <stdint.h>

enum {
	PCPU_EARLY_SLOTS = 128, /* PERCPU_DYNAMIC_EARLY_SLOTS: entries of the static maps */
	PCPU_MAP_BYTES = PCPU_EARLY_SLOTS * sizeof(int32_t),
	PCPU_MAP_MARGIN =
	    64, /* PCPU_ATOMIC_MAP_MARGIN_HIGH: entries to be left when one allocates */
};

/* An object that does not exist. */
#define PCPU_NO_OBJECT UINT64_MAX

struct pcpu_chunk {
	int32_t *map;        /* one of the two below */
	uint64_t map_object; /* address of the slab object that it is in, PCPU_NO_OBJECT before */
	uint32_t map_used;   /* index of the last entry */
	uint32_t map_alloc;  /* entries that there is room for */
	int32_t free_size;
	int32_t contig_hint;                  /* no free area is larger; it may be stale */
	uint32_t first_free;                  /* no area before this index is free */
	int32_t static_map[PCPU_EARLY_SLOTS]; /* of the init data */
	int32_t slab_map[PCPU_EARLY_SLOTS];
};

enum percpu_fault {
	PERCPU_OK,
	PERCPU_BUG_NO_MAP, /* percpu_init_late: no object for a map */
};

struct percpu {
	enum percpu_fault fault;
	struct pcpu_chunk *first_chunk;    /* pcpu_first_chunk; NULL: not set up */
	struct pcpu_chunk *reserved_chunk; /* pcpu_reserved_chunk; NULL: no reserved area */
	struct pcpu_chunk static_chunk;    /* static area, and the reserved or the dynamic one */
	struct pcpu_chunk dynamic_chunk;   /* used if there is a reserved area */
	bool late;                         /* percpu_init_late has been called */
};

/* Back to power-off. */
void percpu_reset(struct percpu *percpu);

/* pcpu_setup_first_chunk: a unit holds a static, a reserved and a dynamic area of these sizes. All
 * are even; only the reserved one may be 0. */
void pcpu_setup_first_chunk(struct percpu *percpu, int32_t static_size, int32_t reserved_size,
			    int32_t dyn_size);

/* __alloc_percpu, from the first chunk: offset of size bytes, aligned to `align`, a power of two;
 * -1 if the chunk has no room, or its map none without an extension. */
int32_t alloc_percpu(struct percpu *percpu, int32_t size, int32_t align);

struct slub;

/* percpu_init_late: moves the maps of the first chunks to slab memory. */
void percpu_init_late(struct percpu *percpu, struct slub *slub);

#endif
