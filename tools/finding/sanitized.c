/* See sanitized.h. */
#include "sanitized.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "symbols.h"

enum {
	CALL_BYTES = 5, /* of a call to a function of the program itself */
	CALL_OPCODE = 0xe8,
	NEARBY = 12, /* instructions between a check and the access, at most */
	WAYS = 3,    /* a check of few bytes is made of several pieces */
};

/* In a build with AddressSanitizer only. */
__attribute__((weak)) void __asan_get_shadow_mapping(size_t *shift, size_t *offset);

/* A stack holds the address behind a call, a report one within it. */
static bool in_one_function(uint64_t a, uint64_t b)
{
	uint64_t start, end;

	return symbols_function(a, &start, &end) && b >= start && b < end;
}

uint64_t sanitized_stack(const struct sanitizer_report *report, struct tryout_stack *stack)
{
	uint64_t bottom = 0;
	uint32_t first = 0;

	if (!report->nr_frames)
		return 0;
	while (first < stack->nr && !in_one_function(report->pc[0], stack->pc[first] - 1))
		bottom = stack->cfa[first++];
	if (first == stack->nr) {
		stack->nr = 0;
		for (; stack->nr < report->nr_frames; stack->nr++) {
			stack->pc[stack->nr] = report->pc[stack->nr] + 1;
			stack->cfa[stack->nr] = 0;
		}
		return 0;
	}
	stack->nr -= first;
	memmove(stack->pc, stack->pc + first, stack->nr * sizeof(stack->pc[0]));
	memmove(stack->cfa, stack->cfa + first, stack->nr * sizeof(stack->cfa[0]));
	return bottom;
}

/* "4 bytes beyond the end of", or where else. */
static void print_offset(const struct sanitizer_report *r, FILE *out)
{
	if (r->object_offset < 0)
		fprintf(out, "%" PRId64 " bytes below", -r->object_offset);
	else if ((uint64_t)r->object_offset >= r->object_bytes)
		fprintf(out, "%" PRIu64 " bytes beyond the end of",
			(uint64_t)r->object_offset - r->object_bytes);
	else
		fprintf(out, "%" PRId64 " bytes from the start of", r->object_offset);
}

/* The function itself that an address is in. */
static void print_function(uint64_t pc, FILE *out)
{
	struct source_place places[SYMBOL_MAX_INLINED];
	const struct source_place *f = &places[symbols_places(pc, true, places) - 1];

	fputs(f->function, out);
	if (f->file[0])
		fprintf(out, " at %s:%d", f->file, f->line);
}

void sanitized_object(const struct sanitizer_report *r, char *text, size_t size)
{
	FILE *out = fmemopen(text, size, "w");

	text[0] = '\0';
	if (!out)
		return;
	if (r->object)
		print_offset(r, out);
	if (r->object == SANITIZER_BLOCK)
		fprintf(out, " a block of %" PRIu64 " bytes", r->object_bytes);
	else if (r->object)
		fprintf(out, " the %svariable %s of %" PRIu64 " bytes",
			r->object == SANITIZER_GLOBAL ? "global " : "", r->object_name,
			r->object_bytes);
	if (r->object && r->object_pc) {
		fputs(r->object == SANITIZER_BLOCK ? ", allocated in " : " on the stack, frame of ",
		      out);
		print_function(r->object_pc, out);
	}
	fclose(out);
}

static bool is_call(uint64_t address)
{
	uint64_t start, end;

	return symbols_function(address, &start, &end) && address >= start &&
	       *(const uint8_t *)(uintptr_t)address == CALL_OPCODE;
}

/* The first instruction from `from` on that accesses the address, or bytes around it that share a
 * byte of the shadow. */
static bool find_access(uint64_t from, const uint64_t registers[TRYOUT_NR_REGISTERS],
			uint64_t address, struct disassembly *code)
{
	enum { GRANULE_SHIFT = 3 };

	for (int i = 0; i < NEARBY && disassemble(from, registers, code); i++) {
		if (code->has_operand && code->operand >> GRANULE_SHIFT == address >> GRANULE_SHIFT)
			return true;
		if (code->here + 1 == code->nr)
			return false;
		from = code->lines[code->here + 1].address;
	}
	return false;
}

/* Where the check jumps to the report; the access itself, if that is close behind it, or where a
 * piece of the check jumps to. */
static void find_instruction(const struct sanitizer_report *report, uint64_t call,
			     const uint64_t registers[TRYOUT_NR_REGISTERS],
			     struct disassembly *code)
{
	struct jump first = disassembly_way_to(call), way = first;

	for (int i = 0; i < WAYS && way.address && report->has_address; i++) {
		if (find_access(way.address, registers, report->address, code) ||
		    find_access(way.target, registers, report->address, code))
			return;
		way = disassembly_way_to(way.address);
	}
	if (!disassemble(first.address ? first.address : call, registers, code))
		code->nr = 0;
}

bool sanitized_registers(struct tryout *t, const struct sanitizer_report *report, uint64_t pc,
			 uint64_t registers[TRYOUT_NR_REGISTERS], struct disassembly *code)
{
	struct tryout_result *result = malloc(sizeof(*result));
	uint64_t call = pc - CALL_BYTES;
	bool good = result && is_call(call) && tryout_run_to(t, call, result);

	if (good) {
		memcpy(registers, result->stack[0].registers, sizeof(result->stack[0].registers));
		find_instruction(report, call, registers, code);
	}
	free(result);
	return good;
}

bool sanitized_check(const uint64_t registers[TRYOUT_NR_REGISTERS], struct disassembly *code,
		     uint64_t *address)
{
	struct disassembly access;
	size_t shift = 0, offset = 0;
	uint64_t shadow;

	if (!__asan_get_shadow_mapping || !code->has_operand || code->base < 0)
		return false;
	__asan_get_shadow_mapping(&shift, &offset);
	shadow = registers[code->base];
	if (code->operand != shadow + offset)
		return false;
	*address = shadow << shift;
	for (int i = 0; i < TRYOUT_NR_REGISTERS; i++)
		if (registers[i] >> shift == shadow)
			*address = registers[i];
	if (find_access(code->lines[code->here].address, registers, *address, &access)) {
		code->base = access.base;
		code->bytes = access.bytes;
		code->reads = access.reads;
		code->writes = access.writes;
		*address = access.operand;
	}
	code->operand = *address;
	return true;
}

/* False where the harness begins. */
static bool print_frame(const char *line, uint64_t pc, FILE *out)
{
	struct source_place places[SYMBOL_MAX_INLINED];
	uint32_t nr = symbols_places(pc, true, places);

	if (!strcmp(places[nr - 1].function, "tryout_child"))
		return false;
	line += strspn(line, " ");
	for (uint32_t i = 0; i < nr; i++) {
		fprintf(out, "    %.*s %s", (int)strcspn(line, " "), line, places[i].function);
		if (places[i].file[0])
			fprintf(out, " at %s:%d", places[i].file, places[i].line);
		fputc('\n', out);
	}
	return true;
}

void sanitized_print(const char *text, FILE *out)
{
	bool in_harness = false;

	while (*text) {
		size_t len = strcspn(text, "\n");
		uint64_t pc = sanitizer_frame(text);

		len += text[len] == '\n';
		if (!pc)
			fwrite(text, 1, len, out);
		else if (!in_harness)
			in_harness = !print_frame(text, pc, out);
		in_harness = in_harness && pc;
		text += len;
	}
}
