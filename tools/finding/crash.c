#define _GNU_SOURCE
#include "crash_internal.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sanitized.h"
#include "sanitizer.h"

enum {
	KEY_FUNCTIONS = 3,
	RIP = TRYOUT_NR_REGISTERS - 1,
	RSP = 7,
	WIDE_ACCESS =
	    4096, /* bytes, of a sanitizer's report: its address may be of another thing */
};

static const char *signal_name(int number)
{
	const char *name = sigabbrev_np(number);
	static char text[16];

	snprintf(text, sizeof(text), "SIG%s", name ? name : "?");
	return text;
}

static void add_frames(struct crash *c, uint64_t pc, uint64_t cfa, bool exact, uint32_t level)
{
	struct source_place places[SYMBOL_MAX_INLINED];
	uint32_t nr = symbols_places(pc, exact, places);

	for (uint32_t i = 0; i < nr && c->nr_frames < CRASH_MAX_FRAMES; i++)
		c->frames[c->nr_frames++] =
		    (struct crash_frame){.level = level, .pc = pc, .cfa = cfa, .place = places[i]};
}

/* What is outside of the boot is how we got there, and of no interest. */
static bool is_harness(const struct crash *c)
{
	return c->nr_frames && !strcmp(c->frames[c->nr_frames - 1].place.function, "tryout_child");
}

static void take_stack(struct crash *c, const struct tryout_stack *stack)
{
	c->nr_frames = 0;
	for (uint32_t i = 0; i < stack->nr; i++) {
		add_frames(c, stack->pc[i], stack->cfa[i], i == 0 && stack->exact, i);
		if (is_harness(c)) {
			c->nr_frames--;
			return;
		}
	}
}

/* The innermost of our own functions: the library's memmove is not to blame. */
static uint32_t own_frame(const struct crash *c)
{
	for (uint32_t i = 0; i < c->nr_frames; i++)
		if (c->frames[i].place.ours)
			return i;
	return 0;
}

/* "WHAT in f < g < h": functions of our own from index `from` on. */
static void make_key(struct crash *c, const char *what, uint32_t from)
{
	const char *joint = " in ";
	int functions = 0;

	snprintf(c->key, sizeof(c->key), "%s", what);
	for (uint32_t i = from; i < c->nr_frames && functions < KEY_FUNCTIONS; i++) {
		size_t used = strlen(c->key);

		if (!c->frames[i].place.ours && i != from)
			continue;
		snprintf(c->key + used, sizeof(c->key) - used, "%s%s", joint,
			 c->frames[i].place.function);
		joint = " < ";
		functions++;
	}
}

/*
 * Hangs.
 */

/* The function itself, outermost first: what is inlined into it is part of it. */
static const char *function_from_outside(const struct crash *c, uint32_t depth, uint32_t *index)
{
	for (uint32_t i = c->nr_frames; i-- > 0;) {
		if (c->frames[i].place.inlined)
			continue;
		if (depth-- == 0) {
			*index = i;
			return c->frames[i].place.function;
		}
	}
	return NULL;
}

/* How many functions, from the outermost on, both stacks share. */
static uint32_t shared_depth(const struct crash *a, const struct crash *b)
{
	uint32_t depth = 0, unused;

	for (;; depth++) {
		const char *x = function_from_outside(a, depth, &unused);
		const char *y = function_from_outside(b, depth, &unused);

		if (!x || !y || strcmp(x, y))
			return depth;
	}
}

static void add_line(struct crash *c, int line)
{
	uint32_t at = 0;

	while (at < c->nr_lines && c->lines[at] < line)
		at++;
	if (c->nr_lines == CRASH_MAX_LINES || (at < c->nr_lines && c->lines[at] == line) || !line)
		return;
	memmove(&c->lines[at + 1], &c->lines[at], (c->nr_lines - at) * sizeof(c->lines[0]));
	c->lines[at] = line;
	c->nr_lines++;
}

/* How many frames, from the outermost on, both stacks share, what is inlined too. */
static uint32_t shared_frames(const struct crash *a, const struct crash *b)
{
	uint32_t nr = 0;

	while (nr < a->nr_frames && nr < b->nr_frames &&
	       !strcmp(a->frames[a->nr_frames - 1 - nr].place.function,
		       b->frames[b->nr_frames - 1 - nr].place.function))
		nr++;
	return nr;
}

static void smaller_of(uint32_t *least, uint32_t value)
{
	*least = value < *least ? value : *least;
}

/* The innermost function that is on all stacks at the same depth is the one that loops. Which of
 * what is inlined into it was seen each time is for the reader; its identity is the function
 * itself. */
static void identify_hang(const struct tryout_result *result, struct crash *c)
{
	static struct crash sample;
	uint32_t depth = UINT32_MAX, frames = UINT32_MAX, index = 0;

	take_stack(c, &result->stack[0]);
	for (uint32_t i = 0; i < result->nr_stacks; i++) {
		take_stack(&sample, &result->stack[i]);
		smaller_of(&depth, shared_depth(c, &sample));
		smaller_of(&frames, shared_frames(c, &sample));
	}
	if (!result->nr_stacks || !depth || !frames) {
		make_key(c, "hang", 0);
		return;
	}
	/* A function of a library is called by what loops. */
	while (frames > 1 && !c->frames[c->nr_frames - frames].place.ours)
		frames--;
	for (uint32_t i = 0; i < result->nr_stacks; i++) {
		take_stack(&sample, &result->stack[i]);
		add_line(c, sample.frames[sample.nr_frames - frames].place.line);
	}
	function_from_outside(c, depth - 1, &index);
	while (!c->frames[index].place.ours && depth > 1)
		function_from_outside(c, --depth - 1, &index);
	c->function = index;
	c->at = c->nr_frames - frames;
	make_key(c, "hang", index);
}

/*
 * All.
 */

/* The kind of a bad access is a matter of what else lies there: no part of what it is known by. */
static void take_sanitizer(const struct tryout_result *result, struct crash *c)
{
	static struct sanitizer_report report;
	struct tryout_stack stack = result->stack[0];

	if (!sanitizer_parse(result->output, &report)) {
		snprintf(c->what, sizeof(c->what), "a sanitizer ended the process");
		make_key(c, "sanitizer", 0);
		return;
	}
	c->stack_bottom = sanitized_stack(&report, &stack);
	take_stack(c, &stack);
	c->at = own_frame(c);
	c->has_address = report.has_address;
	c->address = report.address;
	c->bytes = report.bytes;
	snprintf(c->what, sizeof(c->what), "%s: %s", report.kind, report.detail);
	if (report.has_address)
		make_key(c, report.writes ? "AddressSanitizer WRITE" : "AddressSanitizer READ",
			 c->at);
	else
		make_key(c, report.kind, c->at);
}

void crash_identify(const struct tryout_result *result, struct crash *c)
{
	memset(c, 0, offsetof(struct crash, frames));
	c->nr_frames = c->nr_lines = c->at = c->function = 0;
	c->has_address = c->has_registers = false;
	c->bytes = 0;
	c->stack_bottom = 0;
	c->lies_there[0] = '\0';
	c->code.nr = 0;
	c->end = result->end;
	switch (result->end) {
	case TRYOUT_CRASH:
		take_stack(c, &result->stack[0]);
		c->at = own_frame(c);
		make_key(c, signal_name(result->signal), c->at);
		break;
	case TRYOUT_SANITIZER:
		take_sanitizer(result, c);
		break;
	case TRYOUT_HANG:
		identify_hang(result, c);
		snprintf(c->what, sizeof(c->what), "the boot does not end");
		break;
	case TRYOUT_MEMORY:
		snprintf(c->key, sizeof(c->key), "memory");
		snprintf(c->what, sizeof(c->what), "the boot takes more memory than it may");
		break;
	default:
		snprintf(c->key, sizeof(c->key), "died");
		snprintf(c->what, sizeof(c->what), "the process ended without a word");
	}
}

/* The address that was accessed: the processor does not tell one that is not canonical. */
static void find_address(const struct tryout_result *result, struct crash *c)
{
	bool told = result->signal == SIGSEGV || result->signal == SIGBUS;

	if (!told)
		return;
	c->has_address = true;
	c->address = result->address;
	if (!sanitized_check(c->registers, &c->code, &c->address) && result->code == SI_KERNEL &&
	    c->code.has_operand)
		c->address = c->code.operand;
}

static void describe_access(const struct tryout_result *result, struct crash *c)
{
	const char *kind = result->fetch || !c->code.nr                              ? "execution"
			   : result->write                                           ? "write"
			   : c->code.has_operand && c->code.writes && !c->code.reads ? "write"
										     : "read";
	char bytes[32] = "";

	if (c->code.has_operand && c->code.bytes)
		snprintf(bytes, sizeof(bytes), " of %" PRIu32 " bytes", c->code.bytes);
	if (c->has_address)
		snprintf(c->what, sizeof(c->what), "%s: %s%s at address %#" PRIx64,
			 signal_name(result->signal), kind, bytes, c->address);
	else if (result->signal == SIGFPE && result->code == FPE_INTDIV)
		snprintf(c->what, sizeof(c->what), "%s: division by 0, or its result is too large",
			 signal_name(result->signal));
	else
		snprintf(c->what, sizeof(c->what), "%s (%s)", signal_name(result->signal),
			 strsignal(result->signal));
}

/* Of who gives up by itself the call is of interest, and the last line that it printed: not how
 * the library sends the signal. */
static void describe_abort(const struct tryout_result *result, struct crash *c)
{
	const char *end = result->output + strlen(result->output);
	const char *start;
	size_t used = strlen(c->what);

	if (c->nr_frames && !disassemble(c->frames[c->at].pc - 1, c->registers, &c->code))
		c->code.nr = 0;
	while (end > result->output && end[-1] == '\n')
		end--;
	for (start = end; start > result->output && start[-1] != '\n';)
		start--;
	if (start < end)
		snprintf(c->what + used, sizeof(c->what) - used, " after \"%.*s\"",
			 (int)(end - start), start);
}

/* Of an access of many bytes the first bad one may be of another thing; not if it is behind what
 * lies in a machine. */
static void locate_first_bad(struct tryout *t, struct crash *c)
{
	crash_locate(t, c, c->address, true, c->lies_there, sizeof(c->lies_there));
	if (c->bytes > WIDE_ACCESS && !strstr(c->lies_there, "target: ") &&
	    !strstr(c->lies_there, "model: "))
		snprintf(c->lies_there, sizeof(c->lies_there),
			 "nothing that says much: the access begins up to %" PRIu64 " bytes below",
			 c->bytes - 1);
}

/* Where the address lies; and if that is nowhere, from where it was reached. */
static void locate_address(struct tryout *t, struct crash *c)
{
	char base[256];
	uint64_t value;
	size_t used;

	if (!c->lies_there[0])
		locate_first_bad(t, c);
	if (c->code.base < 0 || !c->code.has_operand || c->address < 4096)
		return;
	value = c->registers[c->code.base];
	if (value == c->address || !crash_locate(t, c, value, false, base, sizeof(base)) ||
	    !strcmp(base, c->lies_there))
		return;
	used = strlen(c->lies_there);
	snprintf(c->lies_there + used, sizeof(c->lies_there) - used,
		 "; %#" PRIx64 " bytes beyond %s, which points to: %s", c->address - value,
		 tryout_register_names[c->code.base], base);
}

/* What only a sanitizer's report says; and registers, which it does not. */
static void describe_sanitized(struct tryout *t, const struct tryout_result *result,
			       struct crash *c)
{
	static struct sanitizer_report report;
	size_t used = strlen(c->what);
	uint64_t start;

	if (!sanitizer_parse(result->output, &report))
		return;
	c->code.base = -1;
	if (c->nr_frames && c->frames[c->at].level == 0)
		c->has_registers =
		    sanitized_registers(t, &report, c->frames[c->at].pc, c->registers, &c->code);
	else if (c->nr_frames && !disassemble(c->frames[c->at].pc - 1, c->registers, &c->code))
		c->code.nr = 0;
	if (!report.has_address)
		return;
	snprintf(c->what + used, sizeof(c->what) - used, " at address %#" PRIx64, c->address);
	if (!crash_locate_in_machine(t, c->address, c->lies_there, sizeof(c->lies_there)))
		sanitized_object(&report, c->lies_there, sizeof(c->lies_there));
	/* Of an access whose end is nowhere it matters where it begins. */
	start = report.address - report.bytes;
	if (!crash_is_canonical(report.address) &&
	    crash_locate(t, c, start, false, c->lies_there, sizeof(c->lies_there))) {
		used = strlen(c->lies_there);
		snprintf(c->lies_there + used, sizeof(c->lies_there) - used,
			 ", where it begins, at %#" PRIx64, start);
	}
}

/* How many places, from the function itself inwards, both instructions share. */
static uint32_t shared_places(const struct source_place *a, uint32_t nr_a,
			      const struct source_place *b, uint32_t nr_b)
{
	uint32_t nr = 0;

	while (nr < nr_a && nr < nr_b &&
	       !strcmp(a[nr_a - 1 - nr].function, b[nr_b - 1 - nr].function))
		nr++;
	return nr;
}

/* Which of what is inlined into the outermost function of a loop holds all of it, and its lines. */
static void describe_loop(struct tryout *t, struct crash *c)
{
	struct source_place first[SYMBOL_MAX_INLINED], places[SYMBOL_MAX_INLINED];
	struct loop_trace *trace = malloc(sizeof(*trace));
	uint32_t nr_first, shared;

	if (!trace || !tryout_trace(t, trace)) {
		free(trace);
		return;
	}
	nr_first = shared = symbols_places(trace->pc[0], true, first);
	for (uint32_t i = 1; i < trace->nr; i++) {
		uint32_t nr = symbols_places(trace->pc[i], true, places);

		smaller_of(&shared, shared_places(first, nr_first, places, nr));
	}
	c->nr_lines = 0;
	for (uint32_t i = 0; i < trace->nr && shared; i++) {
		uint32_t nr = symbols_places(trace->pc[i], true, places);

		add_line(c, places[nr - shared].line);
	}
	for (uint32_t i = 0; i < c->nr_frames && shared; i++)
		if (!strcmp(c->frames[i].place.function, first[nr_first - shared].function)) {
			c->at = i;
			break;
		}
	free(trace);
}

void crash_describe(struct tryout *t, const struct tryout_result *result, struct crash *c)
{
	crash_identify(result, c);
	if (result->nr_stacks && result->end != TRYOUT_SANITIZER) {
		c->has_registers = true;
		memcpy(c->registers, result->stack[0].registers, sizeof(c->registers));
		c->stack_bottom = c->registers[RSP] - 128; /* the red zone */
		if (!disassemble(c->registers[RIP], c->registers, &c->code))
			c->code.nr = 0;
	}
	if (result->end == TRYOUT_SANITIZER)
		describe_sanitized(t, result, c);
	if (result->end == TRYOUT_CRASH) {
		find_address(result, c);
		describe_access(result, c);
		if (result->signal == SIGABRT)
			describe_abort(result, c);
	}
	if (c->has_address)
		locate_address(t, c);
	for (int i = 0; c->has_registers && i < TRYOUT_NR_REGISTERS; i++)
		crash_locate(t, c, c->registers[i], false, c->register_means[i],
			     sizeof(c->register_means[i]));
	if (result->end == TRYOUT_HANG)
		describe_loop(t, c);
}

bool crash_same(const struct crash *a, const struct crash *b)
{
	uint32_t index_a = 0, index_b = 0;

	if (a->end != b->end)
		return false;
	if (a->end != TRYOUT_HANG)
		return !strcmp(a->key, b->key);
	/* One path of functions, from the outermost on, is the beginning of the other. */
	for (uint32_t depth = 0;; depth++) {
		const char *x = function_from_outside(a, depth, &index_a);
		const char *y = function_from_outside(b, depth, &index_b);

		if (!x || !y || index_a < a->function || index_b < b->function)
			return true;
		if (strcmp(x, y))
			return false;
	}
}
