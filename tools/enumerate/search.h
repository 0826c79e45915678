/*
 * The search through a space, in four passes over all processors:
 *
 *  tables     every table through the firmware's stage; which sanitized maps there are
 *  maps       every distinct map through the whole boot to the release; which memory they leave
 *  sequences  every sequence of reservations through memblock: is what is reserved the union?
 *  machines   every distinct memory with every distinct union of reservations to the release
 *
 * So that tables which sanitize to the same map, maps with the same memory, and reservations with
 * the same union count once for what comes later, for the reason that the pass before has shown.
 * Each case is booted in both implementations, compared, and held against the laws.
 *
 * The work is done by processes, so that a crash or a hang of one case is a finding and no end. The
 * first finding ends the search.
 */
#ifndef MMINIT_TOOLS_ENUMERATE_SEARCH_H
#define MMINIT_TOOLS_ENUMERATE_SEARCH_H

#include <stdio.h>

#include "boot.h"
#include "distinct.h"
#include "space.h"

enum pass { PASS_TABLES, PASS_MAPS, PASS_SEQUENCES, PASS_MACHINES, NR_PASSES };

enum { MAX_JOBS = 256 };

/* What ended the search. */
struct finding {
	bool found;
	bool broke; /* the process ended by signal `sig`; SIGVTALRM: it hung */
	int sig;
	enum pass pass;
	uint64_t number;              /* of the case within its pass */
	struct difference difference; /* unless broke */
};

/* What the processes share. */
struct shared {
	_Atomic uint64_t next_chunk;
	_Atomic uint64_t nr_done; /* cases of this pass */
	_Atomic bool stop;
	_Atomic bool crowded; /* more distinct maps than there is room for */
	atomic_flag lock;     /* of finding */
	struct finding finding;
	_Atomic uint64_t at[MAX_JOBS]; /* the case that each process works on; UINT64_MAX: none */
	struct distinct maps;
	struct distinct memories;
};

struct search {
	struct space space;
	unsigned int jobs;
	struct shared *shared;
	int pids[MAX_JOBS]; /* of the processes at work; 0: none */
	enum pass pass;
	uint64_t nr_cases[NR_PASSES]; /* known from when a pass begins */
	uint64_t nr_whole[NR_PASSES]; /* of these came to their end; known after a pass */
	uint64_t chunk;               /* cases that a process takes at a time */
	/* Of each chunk of this pass, shared: 0, or 1 and how many of its cases came to their end
	 * without a panic and without being undefined. */
	uint32_t *done;
	/* Ascending by the table that they were seen with first; known after their pass. */
	struct distinct_entry *maps;
	uint64_t nr_maps;
	struct distinct_entry *memories;
	uint64_t nr_memories;
	uint32_t *unions;
	uint64_t nr_unions;
};

extern const char *const pass_names[NR_PASSES];

/* Prepares what all passes share; false without memory. */
bool search_open(struct search *search);

/* Prepares a pass, once those before it have ended. */
void search_begin(struct search *search, enum pass pass);

static inline uint64_t search_nr_chunks(const struct search *search)
{
	return (search->nr_cases[search->pass] + search->chunk - 1) / search->chunk;
}

/* Sums up nr_whole of the current pass. */
void search_end(struct search *search);

/* The scenario of a case of the current pass, and how far it is booted. */
void search_scenario(const struct search *search, uint64_t number, struct scenario *s,
		     enum stage *last);

/* The loop of process `job`: takes chunks until there are none or the search stops. */
_Noreturn void search_work(struct search *search, unsigned int job);

#endif
