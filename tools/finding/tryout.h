/*
 * A tryout: a scenario booted in a child process, so that a crash or a hang is a result like any
 * other.
 *
 * The child is a copy of this process with its machines switched off, and stays for many tryouts;
 * one that crashed or hung is replaced. A fresh one can be asked for, so that nothing of an
 * earlier tryout plays a part. Whatever the child prints is caught: a sanitizer's report is in it.
 */
#ifndef MMINIT_TOOLS_FINDING_TRYOUT_H
#define MMINIT_TOOLS_FINDING_TRYOUT_H

#include "boot.h"
#include "scenario.h"

enum tryout_end {
	TRYOUT_AGREE,
	TRYOUT_DIFFER,
	TRYOUT_CRASH,     /* a signal */
	TRYOUT_SANITIZER, /* the process was ended by a sanitizer's report */
	TRYOUT_HANG,      /* more CPU time than allowed */
	TRYOUT_MEMORY,    /* more memory than allowed */
	TRYOUT_DIED,      /* ended without saying why */
};

enum {
	TRYOUT_MAX_FRAMES = 64,
	TRYOUT_MAX_SAMPLES = 16,
	TRYOUT_NR_REGISTERS = 17, /* rax .. r15, rip: the order of tryout_register_names */
	TRYOUT_MAX_OUTPUT = 1 << 16,
};
extern const char *const tryout_register_names[TRYOUT_NR_REGISTERS];

/* Where a thread stood: innermost frame first. */
struct tryout_stack {
	uint64_t registers[TRYOUT_NR_REGISTERS];
	uint64_t pc[TRYOUT_MAX_FRAMES];
	uint64_t cfa[TRYOUT_MAX_FRAMES]; /* top of the frame, 0 if unknown */
	uint32_t nr;
	bool exact; /* pc[0] is the instruction itself, not one that a call returns to */
};

struct tryout_result {
	enum tryout_end end;
	struct boot_result boot; /* TRYOUT_AGREE, TRYOUT_DIFFER */
	struct boot_place place; /* all others: where the boot was */

	int signal; /* TRYOUT_CRASH */
	int code;   /* si_code */
	uint64_t address;
	bool write; /* a page fault's, else false */
	bool fetch; /* likewise: of an instruction */
	/* Several of a hang: samples, then where its stack was shortest. */
	struct tryout_stack stack[TRYOUT_MAX_SAMPLES + 1];
	uint32_t nr_stacks;

	char output[TRYOUT_MAX_OUTPUT]; /* what the child printed, ended by a NUL */
};

/* How a scenario is booted. */
enum how {
	HOW_PLAIN, /* as verdict() does it */
	HOW_TWICE, /* twice in a row, and the second boot counts: what outlives a reset */
	/* Step by step too, for what a later step covers up. That boots again, but not as far. */
	HOW_THOROUGH,
	/* On a stack that was written to, as later in a fuzzer: what is read of it unwritten. */
	HOW_PAINTED,
	/* That, after some others: what outlives their resets. They must not crash themselves. */
	HOW_AFTER_OTHERS,
	NR_HOW
};

struct tryout_limits {
	uint64_t cpu_ms;
	uint64_t memory_bytes;
	enum stage last_stage; /* the boot goes no further */
	/* A hang is gone through instruction by instruction too, which takes up to a second: it has
	 * the same name each time, and can be traced. */
	bool closely;
};

/* What no boot of s takes that ends; to its last stage, and closely. */
struct tryout_limits tryout_limits_of(const struct scenario *s);

/* CPU time that a boot of s seldom takes, with sanitizers and on a busy machine too. */
uint64_t tryout_usual_ms(const struct scenario *s);

struct tryout;

/* Opens the machines. Ends the process with status 2 where that is impossible. */
struct tryout *tryout_open(void);
void tryout_close(struct tryout *t);

/* Boots s in the child. */
void tryout_run(struct tryout *t, const struct scenario *s, enum how how, bool fresh,
		const struct tryout_limits *limits, struct tryout_result *result);

/* After a run: once more the same, in a fresh child, to where it comes to the instruction at `at`,
 * that is a byte long at least: a crash with the signal SIGTRAP. False if it never does. */
bool tryout_run_to(struct tryout *t, uint64_t at, struct tryout_result *result);

/* After a run that ended in TRYOUT_CRASH, TRYOUT_SANITIZER or TRYOUT_HANG and before the next one:
 * what of the machines lies at an address. Returns which machine's words are in text, or -1. */
int tryout_locate(struct tryout *t, uint64_t address, char *text, size_t size);

enum { TRACE_MAX_PCS = 512 };

/* Where a loop goes round: instructions of its outermost function, the one that is not left. */
struct loop_trace {
	uint64_t pc[TRACE_MAX_PCS]; /* distinct, in the order they were seen */
	uint32_t nr;
};

/* After a run that was looked at closely and ended in TRYOUT_HANG: takes the child through some
 * hundred thousand more instructions at most, one by one. False if that cannot be done. */
bool tryout_trace(struct tryout *t, struct loop_trace *trace);

/* Boots s in this process, in a pair of its own, as far as the result of a tryout says that it can
 * be done: to the end of the stage before a crash. For who wants to see the machine. */
void tryout_observe(struct machine_pair *pair, const struct scenario *s, enum how how,
		    const struct tryout_result *result, struct boot_result *boot);

#endif
