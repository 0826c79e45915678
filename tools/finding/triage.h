/*
 * Triage: a folder of thousands of findings, sorted into distinct ones.
 *
 * Each finding is booted and gets a first name: its stage and identity. Of each first name the
 * smallest finding is minimized, and then made smaller still by dropping items as long as anything
 * of its kind shows in that stage: different symptoms of one mistake end in its simplest one.
 * Findings whose simplest symptoms are alike, at the same step of the boot, are one.
 */
#ifndef MMINIT_TOOLS_FINDING_TRIAGE_H
#define MMINIT_TOOLS_FINDING_TRIAGE_H

#include "identity.h"
#include "scenario.h"

enum { TRIAGE_NAME_SIZE = 512 };

/* What became of a file of the folder, if it is in no bucket. */
enum { TRIAGE_AGREES = UINT32_MAX - 2, TRIAGE_UNREADABLE, TRIAGE_LEFT_OUT };

/* A finding of the folder. */
struct triage_file {
	char *path;
	uint64_t bytes;
	uint32_t bucket; /* its number; or one of the above */
};

enum triage_state {
	TRIAGE_MINIMIZED,
	TRIAGE_UNSTEADY,      /* it is not the same each time */
	TRIAGE_NOT_MINIMIZED, /* that was interrupted */
};

/* What all with one first name have in common, and then all that were merged. */
struct triage_bucket {
	uint32_t number; /* that its files name */
	enum tryout_end end;
	enum stage stage;
	char name[TRIAGE_NAME_SIZE];   /* of the smallest finding, as it is */
	char simple[TRIAGE_NAME_SIZE]; /* of its simplest symptom */
	enum triage_state state;
	uint32_t nr_files;
	uint32_t nr_names; /* first names that were merged */
	const char *smallest;
	uint32_t items; /* of the repro */
	char *repro;    /* text, minimized; of the simplest symptom. NULL without one */
};

struct triage {
	struct triage_file *files;
	uint32_t nr_files;
	uint32_t nr_passed_over; /* files that are no findings */
	uint32_t nr_unreadable;  /* folders too */
	uint32_t nr_agree;       /* that do not reproduce */
	struct triage_bucket *buckets;
	uint32_t nr_buckets;

	/* Of an interrupted one. */
	uint32_t nr_left_out;      /* files that were not booted */
	uint32_t nr_not_minimized; /* buckets */
};

/* Looks for findings in a folder and below; symbolic links to folders are not followed. What an
 * engine keeps beside them is passed over. What cannot be read gets its line on standard error.
 * False with errno set if the folder itself cannot be read. */
bool triage_collect(struct triage *t, const char *folder);

/* Sorts what was collected, with as many processes as there are processors, or `jobs` if that is
 * not 0; progress on standard error. The buckets come out ranked. Ctrl-C ends it early, with what
 * there is by then. Ends the process with status 2 without memory or processes. */
void triage_sort(struct triage *t, uint32_t jobs);

void triage_free(struct triage *t);

#endif
