#include "limits.h"

struct limit {
	enum sc_release from, to; /* releases */
	const char *why;
	bool (*applies)(const struct scenario *s, enum boot_step step, uint32_t index);
};

/* The code is that of x86. */
static bool other_architecture(const struct scenario *s, enum boot_step step, uint32_t index)
{
	(void)step, (void)index;
	return s->geometry == SC_ARM_FLATMEM;
}

/* E820_MAX_ENTRIES is 128 + 3 * MAX_NUMNODES, with EFI or without; compiled in are 64 nodes. */
static bool other_number_of_nodes(const struct scenario *s, enum boot_step step, uint32_t index)
{
	(void)step, (void)index;
	return s->config.maxsmp;
}

/* The list of nodes is linked by their physical addresses, 0 ends it; a node's size is a header of
 * 16 bytes and a 32-bit length. */
static bool odd_setup_data(const struct scenario *s, enum boot_step step, uint32_t index)
{
	(void)index;
	if (step != STEP_SETUP_DATA)
		return false;
	for (uint32_t i = 0; i < s->nr_setup_data; i++)
		if (!s->setup_data[i].start || s->setup_data[i].size < 16 ||
		    s->setup_data[i].size - 16 > UINT32_MAX)
			return true;
	return false;
}

static const struct limit limits[] = {
    {SC_RELEASE_6_1, SC_RELEASE_6_12, "not x86", other_architecture},
    {SC_RELEASE_6_1, SC_RELEASE_6_12, "it has 64 nodes, and room for 320 e820 entries",
     other_number_of_nodes},
    {SC_RELEASE_6_1, SC_RELEASE_6_12, "setup_data that cannot be linked to a list", odd_setup_data},
};

const char *linux_limit(const struct linux_tree *tree, const struct scenario *s,
			enum boot_step step, uint32_t index)
{
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		if (tree->release >= limits[i].from && tree->release <= limits[i].to &&
		    limits[i].applies(s, step, index))
			return limits[i].why;
	return NULL;
}
