/* Decoding the command line. */
#include "scenario_decoder.h"

static void add_char(struct decoder *d, char c)
{
	if (d->cmdline_len + 1 < SC_MAX_CMDLINE)
		d->s->cmdline[d->cmdline_len++] = c;
}

static void add_text(struct decoder *d, const char *text)
{
	while (*text)
		add_char(d, *text++);
}

static void add_digits(struct decoder *d, uint64_t v, unsigned int base)
{
	char text[24];
	size_t i = sizeof(text) - 1;

	text[i] = '\0';
	do {
		text[--i] = "0123456789abcdef"[v % base];
		v /= base;
	} while (v);
	add_text(d, &text[i]);
}

/* As a person would write it, with a unit, or plainly: style is two bits. */
static void add_number(struct decoder *d, uint64_t v, uint8_t style)
{
	static const char units[] = "KMGTPE";
	unsigned int unit = 0;

	if (style == 0) {
		add_text(d, "0x");
		add_digits(d, v, 16);
		return;
	}
	if (style == 1) {
		add_digits(d, v, 10);
		return;
	}
	for (; unit < 6 && v && (v & 0x3ff) == 0; unit++)
		v >>= 10;
	add_digits(d, v, 10);
	if (unit)
		add_char(d, style == 2 ? units[unit - 1] : (char)(units[unit - 1] | 0x20));
}

/* The name, then a number if there is one; with an address, that is a size and the address. */
static const struct option {
	const char *name;
	enum { NOTHING, LIMIT, RANGE_OF_RAM, RANGE_OF_HOLE } operand;
	char between; /* of size and address */
} options[OPTION_CHOICE + 1] = {
    {" mem=", LIMIT, 0},
    {" memmap=", RANGE_OF_RAM, '@'},
    {" memmap=", RANGE_OF_HOLE, '#'},
    {" memmap=", RANGE_OF_HOLE, '$'},
    {" memmap=", RANGE_OF_HOLE, '!'},
    {" memmap=", LIMIT, 0},
    {",", RANGE_OF_RAM, '@'}, /* the list of a memmap= goes on */
    {",", RANGE_OF_HOLE, '$'},
    {" memmap=exactmap,636K@0,", RANGE_OF_RAM, '@'},
    {" kernelcore=", LIMIT, 0},
    {" movablecore=", LIMIT, 0},
    {" kernelcore=mirror", NOTHING, 0},
    {" movable_node", NOTHING, 0},
    {" numa=off", NOTHING, 0},
    {" memmap=1M@1M,", RANGE_OF_RAM, '@'},
    {NULL, NOTHING, 0}, /* one of odd_options[] */
};

static const char *const odd_options[] = {
    " mem=nopentium",
    " mem=0",
    " mem",
    " mem=",
    " memmap=K",
    " memmap=exact",
    " memmap=0",
    " memmap",
    " memmap=",
    " memmap=exactmap",
    " kernelcore",
    " kernelcore=0",
    " movablecore",
    " movable-node",
    " --",
    " numa=fake=2",
    " \"memmap=1M@1M\"",
    " memmap=\"64K$1M\"",
    " MEM=1M",
    " quiet",
    " nohugeiomap",
    " nohugeiomap=off",
    " nopti",
    " pti=on",
    " pti=off",
    " pti=auto",
    "\t",
};

void decode_option(struct decoder *d)
{
	uint8_t b = decode_u8(d);
	uint8_t style = b >> 6;
	const struct option *o = &options[b & OPTION_CHOICE];
	const char *name = o->name;

	if (!name)
		name = odd_options[decode_u8(d) % (sizeof(odd_options) / sizeof(odd_options[0]))];
	if (d->cmdline_len == 0 && *name == ' ')
		name++;
	add_text(d, name);
	if (o->operand == LIMIT) {
		add_number(d, decode_address(d), style);
	} else if (o->operand != NOTHING) {
		struct sc_range r = decode_range(d, o->operand == RANGE_OF_RAM ? RAM : HOLE);

		add_number(d, r.size, style);
		add_char(d, o->between);
		add_number(d, r.start, style);
	}
}

void decode_text(struct decoder *d)
{
	for (uint8_t n = decode_u8(d); n > 0 && d->at < d->end; n--) {
		char c = (char)decode_u8(d);

		add_char(d, c == '\0' || c == '\n' ? ' ' : c);
	}
}

void decode_cmdline_end(struct decoder *d)
{
	char *cmdline = d->s->cmdline;

	if (d->cmdline_len && cmdline[d->cmdline_len - 1] == '\r')
		cmdline[d->cmdline_len - 1] = ' ';
	cmdline[d->cmdline_len] = '\0';
}
