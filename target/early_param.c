/*
 * parse_early_param as in Linux 4.9: parse_args of kernel/params.c, memparse of lib/cmdline.c, and
 * the handlers of the options; see early_param.h.
 */
#include "early_param.h"

#include <string.h>

enum { COMMAND_LINE_SIZE = 2048 }; /* the NUL included */

struct target_state {
	struct early_param *param;
	struct e820 *e820;
	struct memblock *mb;
};

/* isspace of the kernel's table, where the no-break space of Latin-1 is one too. */
static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || (unsigned char)c == 0xa0;
}

static char *skip_spaces(char *s)
{
	while (is_space(*s))
		s++;
	return s;
}

/* Value of a digit, or 16. */
static unsigned int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned int)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (unsigned int)(c - 'a') + 10;
	if (c >= 'A' && c <= 'F')
		return (unsigned int)(c - 'A') + 10;
	return 16;
}

/* simple_strtoull with base 0: modulo 2^64; 0x needs a digit to count as hexadecimal. */
static uint64_t parse_number(const char *s, const char **end)
{
	unsigned int base = 10;
	uint64_t value = 0;

	if (s[0] == '0') {
		base = 8;
		if ((s[1] == 'x' || s[1] == 'X') && digit_value(s[2]) < 16) {
			base = 16;
			s += 2;
		}
	}
	for (; digit_value(*s) < base; s++)
		value = value * base + digit_value(*s);
	*end = s;
	return value;
}

/* memparse: a unit letter alone counts as a number too. */
static uint64_t memparse(const char *s, const char **end)
{
	static const char units[] = "kKmMgGtTpPeE";
	uint64_t value = parse_number(s, end);
	const char *unit = **end ? strchr(units, **end) : NULL;

	if (!unit)
		return value;
	(*end)++;
	return value << (10 * ((unit - units) / 2 + 1));
}

/* Takes out all RAM from `limit` on. */
static void limit_ram(struct e820 *e820, uint64_t limit)
{
	e820_record_call(e820, E820_OPTION_REMOVE,
			 e820_remove_range(e820, limit, UINT64_MAX - limit, E820_RAM, true));
}

/* The handlers get NULL for an option without a value. Those that return false have followed it. */

static bool parse_mem(struct target_state *state, char *value)
{
	const char *end;
	uint64_t limit;

	/* nopentium means something to 32-bit kernels only. */
	if (!value || !strcmp(value, "nopentium"))
		return true;
	state->e820->userdef = true;
	limit = memparse(value, &end);
	if (limit)
		limit_ram(state->e820, limit);
	return true;
}

/* nn%ss[-from][+to]: retypes, adds or removes a range. What follows it makes all of it void. */
static void retype_range(struct e820 *e820, uint64_t size, const char *item)
{
	uint64_t start = memparse(item, &item);
	uint32_t from = 0, to = 0;

	if (*item == '-')
		from = (uint32_t)parse_number(item + 1, &item);
	if (*item == '+')
		to = (uint32_t)parse_number(item + 1, &item);
	if (*item)
		return;
	if (from && to)
		e820_update_range(e820, start, size, from, to);
	else if (to)
		e820_add_region(e820, start, size, to);
	else
		e820_record_call(e820, E820_OPTION_REMOVE,
				 e820_remove_range(e820, start, size, from, from != 0));
}

static void parse_memmap_one(struct e820 *e820, const char *item)
{
	static const struct {
		char sign;
		uint32_t type;
	} kinds[] = {{'@', E820_RAM}, {'#', E820_ACPI}, {'$', E820_RESERVED}, {'!', E820_PRAM}};
	const char *end;
	uint64_t size;

	if (!strncmp(item, "exactmap", strlen("exactmap"))) {
		e820->table.nr_map = 0;
		e820->userdef = true;
		return;
	}
	size = memparse(item, &end);
	if (end == item)
		return;
	e820->userdef = true;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (*end == kinds[i].sign) {
			e820_add_region(e820, memparse(end + 1, &end), size, kinds[i].type);
			return;
		}
	if (*end == '%' && e820->release->memmap_retypes)
		retype_range(e820, size, end + 1);
	else
		limit_ram(e820, size);
}

static bool parse_memmap(struct target_state *state, char *value)
{
	while (value && state->e820->fault == E820_OK) {
		char *comma = strchr(value, ',');

		if (comma)
			*comma++ = '\0';
		parse_memmap_one(state->e820, value);
		value = comma;
	}
	return true;
}

/* parse_option_str: whether `option` is one of the comma separated words. */
static bool has_word(const char *words, const char *option)
{
	size_t length = strlen(option);

	while (*words) {
		size_t word = strcspn(words, ",");

		if (word == length && !strncmp(words, option, length))
			return true;
		words += word;
		words += *words == ',';
	}
	return false;
}

/* cmdline_parse_core: a size, or percent, which leave an earlier size alone. */
static void parse_core(const struct target_state *state, const char *value, uint64_t *pages,
		       uint64_t *percent)
{
	const char *end;
	uint64_t number = parse_number(value, &end);

	if (*end == '%' && state->e820->release->core_percent) {
		*percent = number;
	} else {
		*pages = PFN_DOWN(memparse(value, &end));
		*percent = 0;
	}
}

static bool parse_kernelcore(struct target_state *state, char *value)
{
	struct early_param *param = state->param;

	if (!value)
		return false;
	if (has_word(value, "mirror"))
		state->mb->mirrored_kernelcore = param->mirrored_kernelcore = true;
	else
		parse_core(state, value, &param->required_kernelcore,
			   &param->required_kernelcore_percent);
	return true;
}

static bool parse_movablecore(struct target_state *state, char *value)
{
	struct early_param *param = state->param;

	if (value)
		parse_core(state, value, &param->required_movablecore,
			   &param->required_movablecore_percent);
	return true;
}

static bool parse_movable_node(struct target_state *state, char *value)
{
	(void)value;
	if (state->mb->movable_node_config)
		state->param->movable_node_enabled = true;
	return true;
}

static bool parse_numa(struct target_state *state, char *value)
{
	if (value && !strncmp(value, "off", strlen("off")))
		state->param->numa_off = true;
	return true;
}

static bool parse_nohugeiomap(struct target_state *state, char *value)
{
	(void)value;
	state->param->nohugeiomap = true;
	return true;
}

/* parameq: - and _ are the same; no option of ours has a - of its own. */
static bool same_name(const char *name, const char *option)
{
	for (; *name && *option; name++, option++)
		if ((*name == '-' ? '_' : *name) != *option)
			return false;
	return *name == *option;
}

static bool take_option(struct target_state *state, const char *name, char *value)
{
	static const struct {
		const char *name;
		bool (*handler)(struct target_state *state, char *value);
	} options[] = {
	    {"mem", parse_mem},
	    {"memmap", parse_memmap},
	    {"kernelcore", parse_kernelcore},
	    {"movablecore", parse_movablecore},
	    {"movable_node", parse_movable_node},
	    {"numa", parse_numa},
	    {"nohugeiomap", parse_nohugeiomap},
	};

	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (same_name(name, options[i].name))
			return options[i].handler(state, value);
	return true;
}

/* next_arg: cuts off the first word of args, NAME or NAME=VALUE, and returns the rest. Quotes keep
 * spaces together; those around the word or its value are taken off. */
static char *next_arg(char *args, char **name, char **value)
{
	bool quoted = *args == '"', in_quotes = quoted;
	char *equals = NULL, *end, *rest;

	args += quoted;
	for (end = args; *end && (in_quotes || !is_space(*end)); end++) {
		if (*end == '=' && !equals && end > args)
			equals = end;
		if (*end == '"')
			in_quotes = !in_quotes;
	}
	*name = args;
	*value = NULL;
	if (equals) {
		*equals = '\0';
		*value = equals + 1;
		if (**value == '"') {
			(*value)++;
			if (end[-1] == '"')
				end[-1] = '\0';
		}
	}
	if (quoted && end[-1] == '"')
		end[-1] = '\0';
	rest = *end ? end + 1 : end;
	*end = '\0';
	return skip_spaces(rest);
}

bool early_param_parse(struct early_param *param, struct e820 *e820, struct memblock *mb,
		       const char *cmdline)
{
	struct target_state state = {param, e820, mb};
	char buffer[COMMAND_LINE_SIZE];
	size_t length = strnlen(cmdline, COMMAND_LINE_SIZE - 1);
	char *args, *name, *value;

	memcpy(buffer, cmdline, length);
	buffer[length] = '\0';
	for (args = skip_spaces(buffer); *args && e820->fault == E820_OK;) {
		args = next_arg(args, &name, &value);
		if (!value && !strcmp(name, "--"))
			break;
		if (!take_option(&state, name, value))
			return false;
	}
	if (param->movable_node_enabled) {
		mb->movable_node_enabled = true;
		memblock_set_bottom_up(mb, true);
	}
	return true;
}
