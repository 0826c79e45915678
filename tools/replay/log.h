/* What a kernel's log says, line by line: facts, in the order of the log. */
#ifndef MMINIT_TOOLS_REPLAY_LOG_H
#define MMINIT_TOOLS_REPLAY_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lines.h"

enum e820_table {
	TABLE_BIOS,       /* BIOS-e820:, or Xen's */
	TABLE_FALLBACK,   /* BIOS-e801: or BIOS-88: */
	TABLE_EXTENDED,   /* extended: */
	TABLE_SETUP_DATA, /* reserve setup_data: */
	TABLE_USER,       /* user: */
	TABLE_MODIFIED,   /* modified: */
	NR_E820_TABLES
};

/* Who called memblock, as far as it matters. */
enum op_origin { OP_OF_OTHERS, OP_OF_GROWTH, OP_OF_FILL, OP_OF_SETUP_ARCH };

/* The values v[0], v[1], ... of each kind. start and last are bytes, last inclusive. */
enum fact_kind {
	FACT_VERSION,  /* release as KERNEL(x, y, z); text: the release's name */
	FACT_CMDLINE,  /* 1 if it has the options that were built in; text */
	FACT_TABLE,    /* start, last, type, enum e820_table */
	FACT_UPDATE,   /* start, last, old type, new type */
	FACT_ADDED,    /* start, last, type; 1 if RAM is changed to it: not printed as an update */
	FACT_CPU_NODE, /* nid: of a CPU */
	FACT_REMOVE,   /* start, last, type */
	FACT_LAST_PFN, /* last_pfn, max_arch_pfn */
	FACT_BIOS_CORRUPTS,    /* a BIOS of a known bad kind: 64 KiB of low RAM are cut off */
	FACT_CORRUPTION_SCAN,  /* areas of low RAM that are watched */
	FACT_END_PFN_MAP,      /* end of the last entry of any type */
	FACT_GB_PAGES,         /* the direct mapping may have pages of 1 GiB */
	FACT_OP,               /* start, last, enum sc_op_kind, enum op_origin */
	FACT_ALLOC,            /* size, align, min, max, nid as int64_t; text: the line */
	FACT_DOUBLED,          /* new max, address, 1 for the reserved table */
	FACT_DUMP,             /* "MEMBLOCK configuration:" */
	FACT_DUMP_SIZE,        /* bytes of memory, bytes reserved, 1 if those are told */
	FACT_DUMP_COUNT,       /* 1 for reserved, number of regions */
	FACT_DUMP_REGION,      /* 1 for reserved, start, last, nid as int64_t or -1, flags */
	FACT_SRAT,             /* start, last, nid, pxm, 1 hot-pluggable */
	FACT_NORTHBRIDGE,      /* start, last, nid: of K8's registers */
	FACT_NUMA_FAKE,        /* start, last: of the dummy node, which was taken */
	FACT_NODE_FAKED,       /* start, last, nid: of numa=fake */
	FACT_NODE_DATA,        /* a node's data was allocated */
	FACT_SLIT,             /* distances are not the default */
	FACT_ZONES,            /* "Zone ranges:" */
	FACT_ZONE_RANGE,       /* zone, start_pfn, end_pfn; both 0 if empty */
	FACT_MOVABLE,          /* "Movable zone start for each node" */
	FACT_MOVABLE_NODE,     /* nid, pfn */
	FACT_NODES,            /* "Early memory node ranges" */
	FACT_NODE_RANGE,       /* nid, start_pfn, end_pfn, 1 if it is only now registered */
	FACT_NODE_SETUP,       /* nid, start, last */
	FACT_UNAVAILABLE,      /* nid, zone, pages; of one hole */
	FACT_UNAVAILABLE_ZONE, /* nid, zone, pages; all holes of the zone (5.12) */
	FACT_ZEROED,           /* pages */
	FACT_TOTALPAGES,       /* nid, pages */
	FACT_MEMMAP_PAGES,     /* nid, zone, pages */
	FACT_DMA_RESERVE,      /* nid, zone, pages */
	FACT_ZONE_PAGES,       /* nid, zone, pages, batch */
	FACT_ZONELISTS,        /* number, total pages, 1 if mobility grouping is on, 1 if told */
	FACT_FALLBACK,         /* nid; text: the nodes in order */
	FACT_MEMORY,           /* KiB: available, total, reserved, cma; enum memory_line */
	FACT_NOSAVE,           /* start, last */
	FACT_GAP,              /* start, last */
	FACT_RAMDISK,          /* start, last */
	FACT_FREE_LATE,        /* start, last */
	FACT_GIGANTIC,         /* number of pages of 1 GiB that boot allocated */
	FACT_FREED,            /* text: of what; KiB */
	FACT_BAD,              /* a line of a known kind that is not whole; text: the line */
	NR_FACTS
};

/* What a "Memory:" line tells; its total is that of all up to max_pfn before mem_init_print_info.
 */
enum memory_line { MEMORY_RESERVED = 1, MEMORY_OF_MAX_PFN = 2 };

#define KERNEL(major, minor, patch) \
	((uint64_t)(major) << 32 | (uint64_t)(minor) << 16 | (uint64_t)(patch))

struct fact {
	enum fact_kind kind;
	unsigned int line;
	uint64_t v[5];
	struct scan text;
};

struct log {
	struct log_lines lines;
	struct fact *fact;
	size_t nr;
	unsigned int i386_line; /* the line that only a 32-bit kernel prints; 0 if none */
	unsigned int cut_line;  /* the line that the file ends in; 0 if it ends with a whole line */
	unsigned int
	    precedes_line; /* the last that tells something before the kernel names itself */
	bool old_table;    /* S - E (TYPE), the form of kernels before 3.5 */
};

/* Reads data, which it changes and which must stay. Returns NULL, or what is wrong, with *line set
 * to where. Frees nothing of data. */
const char *log_read(char *data, size_t size, struct log *log, unsigned int *line);
void log_free(struct log *log);

/* The next fact of the kind from index `from` on; log->nr if there is none. */
size_t log_next(const struct log *log, size_t from, enum fact_kind kind);

/* The first entry of a table; log->nr if the log does not show it. */
size_t log_table(const struct log *log, enum e820_table table);

/* The next last_pfn from index `from` on that is about the map that the options left: exactmap asks
 * for the end of RAM before that. log->nr if there is none. */
size_t log_next_last_pfn(const struct log *log, size_t from);

/* The first fact of the kind, or NULL. */
const struct fact *log_first(const struct log *log, enum fact_kind kind);

#endif
