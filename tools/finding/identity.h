/*
 * What a finding is known by: of a difference its class, field and shape, of a crash the normalised
 * stack. Two inputs with one identity are one finding.
 */
#ifndef MMINIT_TOOLS_FINDING_IDENTITY_H
#define MMINIT_TOOLS_FINDING_IDENTITY_H

#include "crash.h"
#include "tryout.h"

struct identity {
	enum tryout_end end;
	enum stage stage;         /* in which it showed; the same finding may do so in others */
	char key[CRASH_KEY_SIZE]; /* of a difference what `mminit: expect` takes: CLASS FIELD */
	char shape[48];           /* of a difference: "target has none", ...; may be "" */
	struct crash crash;       /* of all but a difference: as crash_identify() leaves it */
};

/* result->end is anything but TRYOUT_AGREE. */
void identity_of(const struct tryout_result *result, struct identity *out);
bool identity_same(const struct identity *a, const struct identity *b);

/* Key and shape on one line. */
void identity_name(const struct identity *id, char *text, size_t size);

#endif
