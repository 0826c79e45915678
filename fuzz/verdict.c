#include "verdict.h"

static bool has_steps(enum stage stage)
{
	return stage == STAGE_E820 || stage == STAGE_MEMBLOCK || stage == STAGE_LATE ||
	       stage == STAGE_FREED;
}

void verdict(struct machine_pair *pair, const struct scenario *s, bool thorough,
	     enum stage last_stage, struct boot_result *result)
{
	static const enum stage stepped[] = {STAGE_E820, STAGE_MEMBLOCK, STAGE_LATE, STAGE_FREED};
	struct boot_result closer;

	pair_boot(pair, s, last_stage, NR_STAGES, result);
	if (result->differs) {
		enum stage stage = result->difference.stage;

		if (result->difference.broken_by >= 0 || !has_steps(stage))
			return;
		pair_boot(pair, s, stage, stage, &closer);
		if (closer.differs)
			*result = closer;
		return;
	}
	for (int i = 0; thorough && i < 4 && stepped[i] <= last_stage; i++) {
		pair_boot(pair, s, stepped[i], stepped[i], &closer);
		if (closer.differs) {
			*result = closer;
			return;
		}
	}
}
