/* What the parts of triage share. */
#ifndef MMINIT_TOOLS_FINDING_TRIAGE_INTERNAL_H
#define MMINIT_TOOLS_FINDING_TRIAGE_INTERNAL_H

#include "tryout.h"
#include "triage.h"

enum {
	TRIAGE_REPRO_SIZE = 1 << 17,
	REPRESENTATIVES = 3, /* of a first name, tried until one is steady */
};

/* What a child found out about one file. */
struct looked {
	bool done;
	bool unreadable;
	enum tryout_end end; /* TRYOUT_AGREE: it does not reproduce */
	enum stage stage;
	uint32_t items;
	char name[TRIAGE_NAME_SIZE];
};

/* What a child found out about one first name. */
struct simplified {
	bool done;
	bool reproduces;
	uint32_t items;
	char simple[TRIAGE_NAME_SIZE];
	char repro[TRIAGE_REPRO_SIZE];
};

/* All files of one first name. */
struct group {
	uint32_t file[REPRESENTATIVES]; /* smallest first */
	uint32_t nr_files;
};

struct sorting {
	struct triage *t;
	uint32_t jobs;
	struct looked *looked;
	uint32_t *group_of; /* each file */
	struct group *groups;
	uint32_t nr_groups;
	struct simplified *simplified;

	/* Of one child. */
	struct tryout *tryout;
	struct scenario scenario;
	struct tryout_result result;
	struct identity identity;
	struct identity *known_hangs;
	uint32_t nr_known_hangs;
};

/* What a child does first. */
void sorting_start_child(void *context);

/* Boots every file, and every representative of a group until it is simplified. Either may be
 * interrupted: what is done says so. */
void sorting_look(struct sorting *s);
void sorting_simplify(struct sorting *s);

#endif
