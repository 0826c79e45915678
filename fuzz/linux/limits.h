/*
 * What a tree's code is not asked: where a caller would break a contract of the kernel, or where a
 * scenario says what a machine of that release cannot be. The one list of it; all else that differs
 * is a rule of the release (target/kernel_release.h, model/rules.h) or a finding.
 */
#ifndef MMINIT_FUZZ_LINUX_LIMITS_H
#define MMINIT_FUZZ_LINUX_LIMITS_H

#include "../implementation.h"
#include "trees.h"

/* Why a tree does not take part in the rest of a boot, from before this step on; or NULL.
 */
const char *linux_limit(const struct linux_tree *tree, const struct scenario *s,
			enum boot_step step, uint32_t index);

#endif
