/*
 * What newer kernels do otherwise: a switch a rule, a row a release. All off is Linux 4.9.
 */
#ifndef MODEL_RULES_H
#define MODEL_RULES_H

#include <stdbool.h>

struct rules {
	/* e820 */
	bool append_first;  /* The boot table is appended as it is, and sanitized then. */
	bool room_no_efi;   /* The table is as large without EFI as with it. */
	bool soft_reserved; /* Type 0xefffffff is never merged, and reserved by the fill. */
	bool memmap_retype; /* memmap=size%start[-from][+to] */
	bool core_percent;  /* kernelcore=N%, movablecore=N%: of all memory */
	bool acpi_is_end;   /* Type 3 counts for the end of RAM. */
	bool ext_is_saved;  /* The table for kexec gets the extension too. */
	bool saved_retyped; /* In that table setup_data is retyped by itself; it is no copy then. */
	bool saved_spared;  /* In that table setup_data is left alone. */
	bool nosave_gaps;   /* What is no RAM is found between the entries that are. */

	/* memblock */
	bool full_is_panic; /* A list that is full while it must not grow yet ends the kernel. */
	bool end_of_one;    /* An end of 1 for a search is one of current_limit, like 0. */
	bool mirror_wanted; /* Memory is marked as mirrored only with kernelcore=mirror. */
	bool any_invalid;   /* Whatever is no node asks for any; what numa_init takes back is -1. */
	bool one_pass;      /* A range is added in one walk if the table surely has room; */
	bool one_pass_brim; /* and also if that would fill it to the last entry. */
	bool region_packed; /* flags is an enum: sizeof(struct memblock_region) is 24, not 32. */
	bool empty_is_empty; /* A table without regions has no dummy: cnt is 0. */
	/* Bottom-up starts where it is told to, and is not backed by top-down. */
	bool plain_bottom_up;
	/* Each try of an allocation goes from the node to any node, then to what is not mirrored;
	 * what could not be reserved was not found. */
	bool mirror_per_try;
	bool reserved_nodes; /* The release tells reserved regions their node, and marks NOMAP
			      * memory on the way. */

	/* numa, zones */
	bool whole_block; /* Whether a node block holds memory is asked before it is cut down. */
	bool dram_limits; /* Node blocks end where memory does, not at 0 and max_pfn; what
			   * counts then is how much memory has no node. */
	bool whole_srat;  /* An SRAT with more blocks than there is room for is refused, not cut. */
	bool small_nodes; /* Every node with a block goes online, not only those from 4 MiB; */
	bool nodes_by_pages; /* and later every node with a page. */
	bool dram_floor;     /* The lowest zone begins in the first byte's page, RAM or not. */
	bool mirror_there; /* kernelcore=mirror without any mirrored memory: nothing is movable. */
	bool movable_in_node; /* A movable start at or behind the node's end is none. */
	bool clamp_first;     /* The node's part of a zone is cut out before MOVABLE takes its. */
	bool absent_in_span;  /* Absent pages are those of the span, not of the range before it. */
	bool node_extent;     /* node_spanned is the node's extent, not the sum over its zones. */
	/* A zonelist has the zones that have pages present; a node's load grows by one each time.
	 */
	bool present_zonelist;
	bool plain_estimate; /* managed is present until the release; dma_reserve is gone. */

	/* memmap, release */
	bool memory_only;    /* memmap_init goes by memory; pages in holes are PG_reserved. */
	bool exclusive_end;  /* The end of what reserve_bootmem_region marks is no last byte. */
	bool nomap_reserved; /* NOMAP memory is marked too, behind the reserved regions. */

	/* page_alloc */
	bool free_to_tail;    /* A freed block goes to the end of its list. */
	bool no_pageset;      /* Released pages never pass through the boot pageset. */
	bool absorbed_retype; /* A pageblock that is merged into a freed block takes its type. */
};

extern const struct rules model_rules_4_9;
extern const struct rules model_rules_6_1;
extern const struct rules model_rules_6_12;

#endif
