/* The command line. Spec 01, 1.7. */
#include "early_param.h"

#include <string.h>

#include "machine.h"

static bool is_space(char c)
{
	unsigned char u = (unsigned char)c;

	/* The kernel's character table is Latin-1: it has a no-break space. */
	return (u >= '\t' && u <= '\r') || u == ' ' || u == 0xa0;
}

/* The value of a digit of any base up to 16, or 16. */
static unsigned int digit(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned int)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (unsigned int)(c - 'a') + 10;
	if (c >= 'A' && c <= 'F')
		return (unsigned int)(c - 'A') + 10;
	return 16;
}

/* simple_strtoull with base 0: a number without a unit. */
static uint64_t parse_number(const char *text, const char **end)
{
	unsigned int base = text[0] == '0' ? 8 : 10;
	uint64_t value = 0;

	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X') && digit(text[2]) < 16) {
		base = 16;
		text += 2;
	}
	for (; digit(*text) < base; text++)
		value = value * base + digit(*text);
	*end = text;
	return value;
}

uint64_t model_memparse(const char *text, const char **end)
{
	static const char units[] = "kmgtpe";
	uint64_t value = parse_number(text, &text);

	for (unsigned int i = 0; units[i]; i++)
		if ((*text | 0x20) == units[i]) {
			value <<= 10 * (i + 1);
			text++;
			break;
		}
	*end = text;
	return value;
}

static void remove_ram_above(struct machine *m, uint64_t size)
{
	uint64_t removed = model_e820_remove_range(m, size, UINT64_MAX - size, E820_RAM, true);

	model_trace_add(&m->e820.calls, E820_OPTION_REMOVE, removed, 0);
}

/* parse_memopt */
static void parse_mem(struct machine *m, const char *value)
{
	uint64_t size;

	if (!value || !strcmp(value, "nopentium"))
		return;
	m->e820.userdef = true;
	size = model_memparse(value, &value);
	if (size != 0)
		remove_ram_above(m, size);
}

/* memmap=size%start[-from][+to]: with both, `from` becomes `to`; `to` alone is added, `from` alone
 * removed; with neither everything goes. Type 0 is as good as none. */
static void parse_memmap_retype(struct machine *m, uint64_t size, const char *text)
{
	uint64_t start = model_memparse(text, &text);
	uint32_t from = 0;
	uint32_t to = 0;

	if (*text == '-')
		from = (uint32_t)parse_number(text + 1, &text);
	if (*text == '+')
		to = (uint32_t)parse_number(text + 1, &text);
	if (*text != '\0')
		return;
	if (from && to)
		model_e820_update_range(m, start, size, from, to);
	else if (to)
		model_e820_add_region(m, start, size, to);
	else
		model_trace_add(&m->e820.calls, E820_OPTION_REMOVE,
				model_e820_remove_range(m, start, size, from, from != 0), 0);
}

/* parse_memmap_one; what follows a number is not looked at. */
static void parse_memmap_one(struct machine *m, const char *item)
{
	const char *rest;
	uint64_t size, start;

	if (!strncmp(item, "exactmap", 8)) {
		m->e820.e820.nr_map = 0;
		m->e820.userdef = true;
		return;
	}
	size = model_memparse(item, &rest);
	if (rest == item)
		return;
	m->e820.userdef = true;
	if (*rest == '%' && m->config.rules->memmap_retype) {
		parse_memmap_retype(m, size, rest + 1);
		return;
	}
	start = model_memparse(*rest ? rest + 1 : rest, &item);
	if (*rest == '@')
		model_e820_add_region(m, start, size, E820_RAM);
	else if (*rest == '#')
		model_e820_add_region(m, start, size, E820_ACPI);
	else if (*rest == '$')
		model_e820_add_region(m, start, size, E820_RESERVED);
	else if (*rest == '!')
		model_e820_add_region(m, start, size, E820_PRAM);
	else
		remove_ram_above(m, size);
}

/* parse_memmap_opt: value is cut up at its commas. */
static void parse_memmap(struct machine *m, char *value)
{
	while (value) {
		char *comma = strchr(value, ',');

		if (comma)
			*comma = '\0';
		parse_memmap_one(m, value);
		value = comma ? comma + 1 : NULL;
	}
}

/* parse_option_str: whether the comma list holds the word. */
static bool list_has(const char *list, const char *word)
{
	size_t length = strlen(word);

	for (;;) {
		const char *comma = strchr(list, ',');
		size_t item = comma ? (size_t)(comma - list) : strlen(list);

		if (item == length && !strncmp(list, word, length))
			return true;
		if (!comma)
			return false;
		list = comma + 1;
	}
}

/* cmdline_parse_core */
static void parse_core(const struct machine *m, const char *value, uint64_t *pages,
		       uint64_t *percent)
{
	const char *end;
	uint64_t number = parse_number(value, &end);

	if (*end == '%' && m->config.rules->core_percent) {
		*percent = number;
		return;
	}
	*pages = model_memparse(value, &end) >> m->geometry->page_shift;
	*percent = 0;
}

/* cmdline_parse_kernelcore */
static void parse_kernelcore(struct machine *m, const char *value)
{
	if (!value)
		model_stop(m, STOP_BARE_KERNELCORE);
	if (list_has(value, "mirror"))
		m->options.mirrored_kernelcore = true;
	else
		parse_core(m, value, &m->options.required_kernelcore,
			   &m->options.kernelcore_percent);
}

/* Names compare with '-' and '_' alike. */
static bool is_named(const char *name, const char *option)
{
	for (; *name && *option; name++, option++)
		if ((*name == '-' ? '_' : *name) != *option)
			return false;
	return *name == *option;
}

/* do_early_param. value is NULL without a '='. */
static void do_early_param(struct machine *m, const char *name, char *value)
{
	if (is_named(name, "mem"))
		parse_mem(m, value);
	else if (is_named(name, "memmap"))
		parse_memmap(m, value);
	else if (is_named(name, "kernelcore"))
		parse_kernelcore(m, value);
	else if (is_named(name, "movablecore") && value)
		parse_core(m, value, &m->options.required_movablecore,
			   &m->options.movablecore_percent);
	else if (is_named(name, "movable_node") && m->config.movable_node)
		m->movable_node_enabled = true;
	else if (is_named(name, "numa") && value && !strncmp(value, "off", 3))
		m->options.numa_off = true;
	else if (is_named(name, "nohugeiomap"))
		m->options.nohugeiomap = true;
}

/*
 * next_arg: cuts the word at *text into name and value, and moves *text to the next word. A quote
 * hides white space; one at the start of the word or of the value goes, and so does then one at the
 * end.
 */
static void next_arg(char **text, char **name, char **value)
{
	char *word = *text;
	char *equals = NULL;
	bool quoted = *word == '"';
	bool in_quote = quoted;
	char *end;

	if (quoted)
		word++;
	for (end = word; *end && (in_quote || !is_space(*end)); end++) {
		if (*end == '=' && !equals && end != word)
			equals = end;
		if (*end == '"')
			in_quote = !in_quote;
	}
	*text = *end ? end + 1 : end;
	*end = '\0';
	*name = word;
	*value = NULL;
	if (equals) {
		*equals = '\0';
		*value = equals + 1;
		if (**value == '"') {
			quoted = true;
			(*value)++;
		}
	}
	if (quoted && end > word && end[-1] == '"')
		end[-1] = '\0';
	while (is_space(**text))
		(*text)++;
}

void model_parse_early_param(struct machine *m, const char *cmdline)
{
	char copy[COMMAND_LINE_SIZE] = "";
	char *text = copy;
	char *name, *value;

	memcpy(copy, cmdline, strnlen(cmdline, COMMAND_LINE_SIZE - 1));
	while (is_space(*text))
		text++;
	while (*text) {
		next_arg(&text, &name, &value);
		if (!value && !strcmp(name, "--"))
			break;
		do_early_param(m, name, value);
	}
	if (m->movable_node_enabled)
		model_memblock_set_bottom_up(m, true);
}
