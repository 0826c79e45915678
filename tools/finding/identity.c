#include "identity.h"

#include <stdio.h>
#include <string.h>

static void set_shape(const struct difference *d, char *shape, size_t size)
{
	static const char *const side[] = {"target", "model"};

	shape[0] = '\0';
	if (d->broken_by >= 0)
		snprintf(shape, size, "a law that %s breaks", side[d->broken_by]);
	else if (d->table && !d->present[0])
		snprintf(shape, size, "target has none");
	else if (d->table && !d->present[1])
		snprintf(shape, size, "model has none");
	else if (!d->table)
		snprintf(shape, size, "%.46s",
			 outcome_name((enum outcome)(d->value[0] != OUTCOME_OK ? d->value[0]
									       : d->value[1])));
}

void identity_of(const struct tryout_result *result, struct identity *id)
{
	id->end = result->end;
	id->stage =
	    result->end == TRYOUT_DIFFER ? result->boot.difference.stage : result->place.stage;
	id->shape[0] = '\0';
	if (result->end == TRYOUT_DIFFER) {
		difference_key(&result->boot.difference, id->key, sizeof(id->key));
		set_shape(&result->boot.difference, id->shape, sizeof(id->shape));
		return;
	}
	crash_identify(result, &id->crash);
	snprintf(id->key, sizeof(id->key), "%s", id->crash.key);
}

bool identity_same(const struct identity *a, const struct identity *b)
{
	if (a->end != b->end)
		return false;
	if (a->end == TRYOUT_DIFFER)
		return !strcmp(a->key, b->key) && !strcmp(a->shape, b->shape);
	return crash_same(&a->crash, &b->crash);
}

void identity_name(const struct identity *id, char *text, size_t size)
{
	snprintf(text, size, "%s%s%s%s", id->key, id->shape[0] ? " (" : "", id->shape,
		 id->shape[0] ? ")" : "");
}
