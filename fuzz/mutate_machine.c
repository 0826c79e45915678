/* Changes of a machine as a whole, of its options and settings; and the choice among all changes.
 */
#include "mutate.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mutate_internal.h"
#include "scenario_bytes_format.h"

static uint64_t top_of_ram(const struct scenario *s)
{
	uint64_t top = 0;

	for (uint32_t i = 0; i < s->nr_e820; i++) {
		uint64_t end = s->e820[i].addr + s->e820[i].size;

		if (is_ram(s->e820[i].type) && end > top)
			top = end;
	}
	return top;
}

/* Nodes from 0 to the end of RAM, with borders where something is, or on a pageblock. */
static void deal_nodes(struct scenario *s, struct random *r)
{
	uint64_t top = top_of_ram(s), at = 0;
	uint64_t block = scenario_geometry(s->geometry)->pageblock;
	uint32_t nr = 2 + (uint32_t)random_below(r, 4);

	s->nr_srat = 0;
	for (uint32_t i = 0; i < nr; i++) {
		uint64_t end = top;

		if (i < nr - 1 && !(random_below(r, 2) && known_address(s, r, &end)))
			end = top / nr * (i + 1) & ~(block - 1);
		if (end <= at)
			continue;
		s->srat[s->nr_srat++] = (struct sc_srat){
		    .range = {at, end - at},
		    .nid = random_below(r, 2) ? i : (uint32_t)random_below(r, 3),
		    .hotplug = random_below(r, 4) == 0,
		};
		at = end + (random_below(r, 8) ? 0 : block);
	}
}

/* A machine without firmware: what was RAM is added to memblock, by nodes. */
static void without_firmware(struct scenario *s, struct random *r)
{
	while (s->nr_e820 > 0) {
		const struct sc_e820_entry *e = &s->e820[--s->nr_e820];

		if (!is_ram(e->type) || s->nr_ops > SC_MAX_E820 ||
		    !(s->nr_ops == 0 || list_copy(s, PART_OPS, 0, 0)))
			continue;
		if (s->nr_ops == 0)
			s->nr_ops = 1;
		s->ops[0] = (struct sc_op){
		    .kind = random_below(r, 4) ? SC_OP_ADD_NODE : SC_OP_ADD,
		    .nid = (int32_t)random_below(r, 4),
		    .range = {e->addr, e->size},
		};
	}
}

static void option(struct scenario *s, struct random *r)
{
	static const char *const options[] = {
	    "movable_node", "kernelcore=mirror", "kernelcore=", "movablecore=", "mem=", "numa=off"};
	uint64_t which = random_below(r, COUNT(options));
	size_t len = strlen(s->cmdline);
	char number[24] = "";
	int written;

	if (options[which][strlen(options[which]) - 1] == '=') {
		uint64_t value = top_of_ram(s) >> random_below(r, 4);

		snprintf(number, sizeof(number), "%#" PRIx64, value + slack(r));
	}
	if (random_below(r, 2))
		len = 0;
	written = snprintf(s->cmdline + len, sizeof(s->cmdline) - len, "%s%s%s", len ? " " : "",
			   options[which], number);
	if (written < 0 || (size_t)written >= sizeof(s->cmdline) - len)
		s->cmdline[len] = '\0';
}

/* ---- Changes of the command line and of settings ---- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The place of some number of the command line; false if there is none. */
static bool some_number(const char *cmdline, struct random *r, size_t *from, size_t *to)
{
	size_t len = strlen(cmdline), at;

	if (!len)
		return false;
	at = random_below(r, len);
	while (at < len && !is_digit(cmdline[at]))
		at++;
	if (at == len)
		return false;
	while (at > 0 && is_digit(cmdline[at - 1]))
		at--;
	*from = at;
	while (at < len && ((cmdline[at] | 0x20) == 'x' || strchr("abcdefABCDEF", cmdline[at]) ||
			    is_digit(cmdline[at])))
		at++;
	*to = at;
	return true;
}

/* A number of the command line becomes an address or a size of the machine. */
static void change_number(struct scenario *s, struct random *r)
{
	char changed[SC_MAX_CMDLINE];
	struct element e;
	struct range_ref range;
	uint64_t value;
	size_t from, to;
	int len;

	if (!some_number(s->cmdline, r, &from, &to) || !some_range(s, r, &e, &range))
		return;
	value = random_below(r, 2) ? *range.size : *range.start;
	value = random_below(r, 2) ? next_boundary(s, r, value) : value + slack(r);
	len = snprintf(changed, sizeof(changed), "%.*s%#" PRIx64 "%s", (int)from, s->cmdline, value,
		       s->cmdline + to);
	if (len > 0 && (size_t)len < sizeof(changed))
		memcpy(s->cmdline, changed, (size_t)len + 1);
}

static void change_setting(struct scenario *s, struct random *r)
{
	struct element e;
	struct range_ref range;

	switch (random_below(r, 9)) {
	case 0:
		s->config.efi = !s->config.efi;
		break;
	case 1:
		s->config.movable_node = !s->config.movable_node;
		break;
	case 2:
		s->config.nodes_span_other_nodes = !s->config.nodes_span_other_nodes;
		break;
	case 3:
		s->has_kernel = !s->has_kernel;
		break;
	case 4:
		if (random_below(r, 4) == 0)
			s->geometry = (enum sc_geometry)random_below(r, SC_NR_GEOMETRIES);
		break;
	case 5:
		s->alt_mem_k = (uint32_t)random_below(r, 8 * 1024);
		break;
	default: /* a kernel where something is */
		if (!some_range(s, r, &e, &range))
			return;
		s->has_kernel = true;
		s->kernel = (struct sc_range){*range.start, *range.size};
	}
}

void mutate_machine(struct scenario *s, struct random *r)
{
	static void (*const changes[])(struct scenario * s, struct random * r) = {
	    change_shift_to_boundary,
	    change_shift_to_boundary,
	    change_shift_to_boundary,
	    change_nudge,
	    change_nudge,
	    change_touch,
	    change_touch,
	    change_touch,
	    change_split,
	    change_split,
	    change_merge,
	    change_resize,
	    change_duplicate,
	    change_reorder,
	    change_remove_one,
	    change_retype,
	    change_retype,
	    change_retype,
	    change_series,
	    change_fit_request,
	    deal_nodes,
	    without_firmware,
	    option,
	    change_number,
	    change_setting,
	};
	uint32_t numa_at = lift_numa(s);

	if (nr_elements(s) > MUTATE_MANY && random_below(r, 4) == 0)
		change_remove_one(s, r);
	else
		changes[random_below(r, COUNT(changes))](s, r);
	settle(s, numa_at);
}

/* ---- From another machine ---- */

/* So that reservations of b lie in a's memory as they did in b's. */
static void move_ranges(struct scenario *s, uint32_t first_op, uint64_t by)
{
	for (uint32_t i = first_op; i < s->nr_ops; i++)
		if (sc_op_fields(s->ops[i].kind) & SC_HAS_RANGE)
			s->ops[i].range.start += by;
}

void mutate_machine_cross(struct scenario *a, const struct scenario *b, struct random *r)
{
	static const unsigned int lists[] = {PART_E820,       PART_E820_EXT, PART_E820_OPS,
					     PART_SETUP_DATA, PART_OPS,      PART_SRAT};
	uint32_t numa_at = lift_numa(a);

	for (size_t i = 0; i < COUNT(lists); i++) {
		uint32_t first = list_length(a, lists[i]);

		if (random_below(r, 2))
			continue;
		list_append(a, b, lists[i]);
		if (lists[i] == PART_OPS && a->nr_e820 && b->nr_e820 && random_below(r, 2))
			move_ranges(a, first,
				    a->e820[random_below(r, a->nr_e820)].addr -
					b->e820[random_below(r, b->nr_e820)].addr);
		if (random_below(r, 2))
			while (first-- > 0)
				list_remove(a, lists[i], 0);
	}
	if (b->cmdline[0] && random_below(r, 2))
		memcpy(a->cmdline, b->cmdline, sizeof(a->cmdline));
	if (b->has_kernel && random_below(r, 2)) {
		a->has_kernel = true;
		a->kernel = b->kernel;
	}
	settle(a, numa_at);
}
