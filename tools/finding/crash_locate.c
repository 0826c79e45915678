/* What lies at an address, in words. */
#define _GNU_SOURCE
#include "crash_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

bool crash_is_canonical(uint64_t address)
{
	uint64_t top = address >> 47;

	return top == 0 || top == (UINT64_MAX >> 47);
}

enum { PAGE_BYTES = 4096 };

/* What the words of a stack frame belong to: the innermost frame whose top is above. */
static bool locate_on_stack(const struct crash *c, uint64_t address, char *text, size_t size)
{
	if (!c->stack_bottom || address < c->stack_bottom)
		return false;
	for (uint32_t i = 0; i < c->nr_frames; i++) {
		const struct crash_frame *f = &c->frames[i];

		if (f->place.inlined || !f->cfa || address >= f->cfa)
			continue;
		snprintf(text, size, "the stack, frame of %s, %" PRIu64 " bytes below its top",
			 f->place.function, f->cfa - address);
		return true;
	}
	return false;
}

/* A mapping of this process that can be read. */
struct mapping {
	uint64_t start, end;
	char name[128];
};

static bool next_mapping(FILE *maps, struct mapping *m)
{
	char line[512], rights[8], *slash;

	while (fgets(line, sizeof(line), maps)) {
		snprintf(m->name, sizeof(m->name), "memory without a name");
		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %7s %*s %*s %*s %127s", &m->start,
			   &m->end, rights, m->name) < 3 ||
		    rights[0] != 'r')
			continue;
		slash = strrchr(m->name, '/');
		if (slash)
			memmove(m->name, slash + 1, strlen(slash));
		return true;
	}
	return false;
}

/* The mapping that holds an address; else *below is the one that ends closest below it, or has end
 * 0, and *above likewise. */
static bool find_mapping(uint64_t address, struct mapping *m, struct mapping *below,
			 struct mapping *above)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	bool found = false;

	below->end = above->end = 0;
	while (maps && !found && !above->end && next_mapping(maps, m)) {
		found = address >= m->start && address < m->end;
		if (m->end <= address)
			*below = *m;
		else if (!found)
			*above = *m;
	}
	if (maps)
		fclose(maps);
	return found;
}

bool crash_locate_in_machine(struct tryout *t, uint64_t address, char *text, size_t size)
{
	static const char *const owner[NR_IMPLEMENTATIONS] = {"target: ", "model: "};
	char answer[256];
	int side = tryout_locate(t, address, answer, sizeof(answer));

	return side >= 0 && snprintf(text, size, "%s%s", owner[side], answer) > 0;
}

/* What lies at the end of a mapping: the last page need not be used to its end. */
static bool locate_end(struct tryout *t, const struct mapping *m, char *text, size_t size)
{
	return m->end && (crash_locate_in_machine(t, m->end - 1, text, size) ||
			  crash_locate_in_machine(t, m->end - PAGE_BYTES, text, size));
}

/* Nothing of a machine, but in a page that is mapped: what a table has left of its last one. */
static bool locate_within(struct tryout *t, const struct mapping *m, uint64_t address, char *text,
			  size_t size)
{
	char table[288];

	if (crash_locate_in_machine(t, address & ~(uint64_t)(PAGE_BYTES - 1), table, sizeof(table)))
		return snprintf(text, size, "nothing: behind the end, in the last page of %s",
				table) > 0;
	return snprintf(text, size, "%s, %" PRIu64 " bytes from its start", m->name,
			address - m->start) > 0;
}

/* Around a machine's tables nothing can be read: how far beyond which of them. */
static bool locate_mapping(struct tryout *t, uint64_t address, char *text, size_t size)
{
	enum { FAR_BYTES = 1 << 20 }; /* from there on it is not what lies below that was meant */
	struct mapping m, below, above;
	char table[288];

	if (find_mapping(address, &m, &below, &above))
		return locate_within(t, &m, address, text, size);
	if (locate_end(t, &below, table, sizeof(table)))
		return snprintf(text, size, "nothing: %" PRIu64 " bytes beyond the last page of %s",
				address - below.end, table) > 0;
	if (above.end && crash_locate_in_machine(t, above.start, table, sizeof(table)))
		return snprintf(text, size, "nothing: %" PRIu64 " bytes below %s",
				above.start - address, table) > 0;
	if (below.end && address - below.end < FAR_BYTES)
		return snprintf(text, size, "nothing: %" PRIu64 " bytes beyond %s",
				address - below.end, below.name) > 0;
	return snprintf(text, size, "nothing: no mapping is near") > 0;
}

bool crash_locate(struct tryout *t, const struct crash *c, uint64_t address, bool pointer,
		  char *text, size_t size)
{
	char answer[256];

	text[0] = '\0';
	if (crash_locate_in_machine(t, address, text, size))
		return true;
	if (locate_on_stack(c, address, text, size))
		return true;
	if (symbols_name(address, answer, sizeof(answer)))
		return snprintf(text, size, "%s", answer) > 0;
	if (!pointer)
		return false;
	if (address < 4096)
		return snprintf(text, size, "a null pointer%s%.0" PRIu64, address ? " + " : "",
				address) > 0;
	if (!crash_is_canonical(address))
		return snprintf(text, size, "no address of this processor (not canonical)") > 0;
	return locate_mapping(t, address, text, size);
}
