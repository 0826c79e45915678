/* What parent and child of a tryout share. */
#ifndef MMINIT_TOOLS_FINDING_TRYOUT_INTERNAL_H
#define MMINIT_TOOLS_FINDING_TRYOUT_INTERNAL_H

#include "tryout.h"

enum { TRYOUT_ANSWER_SIZE = 256 };

/* Memory that both see. */
struct tryout_shared {
	struct scenario scenario;
	enum how how;
	enum stage last_stage;
	uint64_t break_at;       /* the boot ends with a signal there; 0: nowhere */
	bool closely;            /* a hang is gone through instruction by instruction */
	volatile bool preparing; /* the boots of others come first, and are of no interest */
	struct tryout_result result;
	volatile uint32_t nr_samples; /* of a hang, so far, the one of the shortest stack too */

	uint64_t query;
	int answered_by;
	char answer[TRYOUT_ANSWER_SIZE];
	struct loop_trace trace;
};

/* One byte each, parent to child and child to parent. */
enum { ASK_RUN = 'r', ASK_LOCATE = 'l', ASK_TRACE = 't' };
enum { SAY_DONE = 'd', SAY_CRASH = 'c', SAY_SANITIZER = 's', SAY_ANSWER = 'a' };

/* The boots that `how` asks for, in this process, the last one up to and with last_stage;
 * *preparing while they are not of s. */
void tryout_boot(struct machine_pair *pair, const struct scenario *s, enum how how,
		 enum stage last_stage, volatile bool *preparing, struct boot_result *boot);

/* What the child does until its parent is gone. Does not return. */
_Noreturn void tryout_child(struct tryout_shared *shared, struct machine_pair *pair,
			    int from_parent, int to_parent);

#endif
