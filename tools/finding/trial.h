/*
 * A trial: a scenario booted in a child process, so that a crash or a hang is a result like any
 * other.
 *
 * The child is a copy of this process with its machines switched off, and stays for many trials;
 * one that crashed or hung is replaced. A fresh one can be asked for, so that nothing of an
 * earlier trial plays a part. Whatever the child prints is caught: a sanitizer's report is in it.
 */
#ifndef MMINIT_TOOLS_FINDING_TRIAL_H
#define MMINIT_TOOLS_FINDING_TRIAL_H

#include "boot.h"
#include "scenario.h"

enum trial_end {
	TRIAL_AGREE,
	TRIAL_DIFFER,
	TRIAL_CRASH,     /* a signal */
	TRIAL_SANITIZER, /* the process was ended by a sanitizer's report */
	TRIAL_HANG,      /* more CPU time than allowed */
	TRIAL_MEMORY,    /* more memory than allowed */
	TRIAL_DIED,      /* ended without saying why */
};

enum {
	TRIAL_MAX_FRAMES = 64,
	TRIAL_MAX_SAMPLES = 8,
	TRIAL_NR_REGISTERS = 17, /* rax .. r15, rip: the order of trial_register_names */
	TRIAL_MAX_OUTPUT = 1 << 16,
};
extern const char *const trial_register_names[TRIAL_NR_REGISTERS];

/* Where a thread stood: innermost frame first. */
struct trial_stack {
	uint64_t registers[TRIAL_NR_REGISTERS];
	uint64_t pc[TRIAL_MAX_FRAMES];
	uint64_t cfa[TRIAL_MAX_FRAMES]; /* top of the frame, 0 if unknown */
	uint32_t nr;
	bool exact; /* pc[0] is the instruction itself, not one that a call returns to */
};

struct trial_result {
	enum trial_end end;
	struct boot_result boot; /* TRIAL_AGREE, TRIAL_DIFFER */
	struct boot_place place; /* all others: where the boot was */

	int signal; /* TRIAL_CRASH */
	int code;   /* si_code */
	uint64_t address;
	bool write;                                  /* a page fault's, else false */
	bool fetch;                                  /* likewise: of an instruction */
	struct trial_stack stack[TRIAL_MAX_SAMPLES]; /* several of a hang */
	uint32_t nr_stacks;

	char output[TRIAL_MAX_OUTPUT]; /* what the child printed, ended by a NUL */
};

struct trial_limits {
	uint64_t cpu_ms;
	uint64_t memory_bytes;
};

/* What no boot of s takes that ends. */
struct trial_limits trial_limits_of(const struct scenario *s);

struct trial;

/* Opens the machines. Ends the process with status 2 where that is impossible. */
struct trial *trial_open(void);
void trial_close(struct trial *t);

/* Boots s in the child. `thorough` as for verdict(). */
void trial_run(struct trial *t, const struct scenario *s, bool thorough, bool fresh,
	       const struct trial_limits *limits, struct trial_result *result);

/* After a run that ended in TRIAL_CRASH, TRIAL_SANITIZER or TRIAL_HANG and before the next one:
 * what of the machines lies at an address. Returns which machine's words are in text, or -1. */
int trial_locate(struct trial *t, uint64_t address, char *text, size_t size);

/* Boots s in this process, in a pair of its own, as far as the result of a trial says that it can
 * be done: to the end of the stage before a crash. For who wants to see the machine. */
void trial_observe(struct machine_pair *pair, const struct scenario *s, bool thorough,
		   const struct trial_result *result, struct boot_result *boot);

#endif
