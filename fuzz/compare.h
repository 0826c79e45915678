/*
 * The first difference between two observations of the same stage, or the first law that an
 * observation breaks.
 */
#ifndef MMINIT_FUZZ_COMPARE_H
#define MMINIT_FUZZ_COMPARE_H

#include "observation.h"

struct difference {
	enum stage stage;
	/* Identity of the finding: the class is also the name of the function that aborts. */
	const char *finding_class;
	const char *field; /* a column, "row" if one side lacks it, "outcome", or a law's subject */
	const char *table; /* NULL for an outcome */
	bool has_pfn;
	uint64_t pfn;
	uint64_t row;                      /* index of the row within the table */
	bool present[2];                   /* whether that side has the row at all */
	uint64_t value[2];                 /* of the field; an enum outcome for "outcome" */
	uint64_t rows[2][OBS_MAX_COLUMNS]; /* the whole row of each side */
	int broken_by;                     /* 0 or 1 for a broken law: whose; -1 for a difference */

	/* NULL: the sides are target and model. Else the version of the kernel tree that differs:
	 * they are the model, which the target agrees with, and that tree. */
	const char *tree;
	/* Of a difference between target and model: the version of a kernel tree that has its own
	 * value there, or none; NULL without one. */
	const char *witness;
	bool witness_present;
	uint64_t witness_value;
};

/* Whether nr words are equal. Not memcmp: libFuzzer listens to that, and would put rows into its
 * inputs. */
bool compare_words_equal(const uint64_t *a, const uint64_t *b, size_t nr);

/* Whether the rows of some tables differ; the first difference in *d. */
bool compare_tables(const struct observation *a, const struct observation *b,
		    struct obs_stage_tables tables, struct difference *d);

/* Whether the rows of a stage differ; the first difference in *d, in the order of OBS_TABLES. */
bool compare_stage(const struct observation *a, const struct observation *b, enum stage stage,
		   struct difference *d);

/* The same for the outcomes; stage is where both boots stand. */
bool compare_outcome(enum outcome a, enum outcome b, enum stage stage, struct difference *d);

/* Writes what differs in one line, without newline: "stage table: field ... target V, model V". */
void difference_describe(const struct difference *d, char *line, size_t size);

/* "CLASS FIELD", the identity of the finding; spaces within FIELD become underscores. */
void difference_key(const struct difference *d, char *key, size_t size);

/* Prints "ASSERTION FAILED: CLASS FIELD" and the description, and aborts in a function that is
 * named for the class, so that engines keep different findings apart. */
_Noreturn void difference_abort(const struct difference *d);

#endif
