/*
 * The kernel trees that are built in, each an implementation; none, unless the build was told of
 * some (trees.cmake).
 */
#ifndef MMINIT_FUZZ_LINUX_TREES_H
#define MMINIT_FUZZ_LINUX_TREES_H

#include "../implementation.h"

struct linux_tree {
	struct implementation implementation; /* its name is "linux" */
	/* The finding of crashes/kernel/ that a machine has come upon since its reset; NULL: none.
	 */
	const char *(*known_finding)(void *machine);
	/* What a panic or BUG said that is none of the model's: with PANIC_OTHER. */
	const char *(*last_words)(void *machine);
	/* Why the machine is not to be asked any further; NULL: it is. */
	const char *(*limit)(void *machine);
	const char *version;     /* "6.12.30": of the tree's Makefile */
	enum sc_release release; /* whose rules it is held against */
};

/* In the order in which the build was told of them; NULL ends the list. */
extern const struct linux_tree *const linux_trees[];

enum { LINUX_MAX_TREES = 8 };

#endif
