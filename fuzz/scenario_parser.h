/*
 * What the files of the text form's reader share: a cursor over one line, the state of the reader,
 * and the words, numbers and ranges that lines are made of. scenario_text.h is the interface.
 *
 * A parse_ function takes what it names off the cursor; it returns false with the error filled in.
 */
#ifndef MMINIT_FUZZ_SCENARIO_PARSER_H
#define MMINIT_FUZZ_SCENARIO_PARSER_H

#include "scenario_names.h"
#include "scenario_text.h"

struct cursor {
	const char *at;
	const char *end;
};

/* What can only be judged when the whole text is known: the first line that asks for it. */
enum late_question {
	ASKS_ORDER_ABOVE_TINY, /* an order that tiny lacks */
	ASKS_ZONE_OF_X86,      /* a zone that arm_flatmem lacks */
	ASKS_ZONE_OF_ARM,
	ASKS_RELEASE_4_9, /* what only the rules of 4.9 have */
	ASKS_USER_PAGES,  /* user_map lines */
	ASKS_DEFERRED,    /* what arm_flatmem lacks */
	NR_LATE_QUESTIONS
};

struct parser {
	struct scenario *s;
	struct scenario_error *err;
	unsigned int line;
	bool strict;         /* a scenario: whatever is not understood is an error */
	bool memblock_lines; /* they are operations, and not what a logged kernel did */
	bool begun;          /* a line that is neither empty nor a comment was seen */
	bool usable;         /* a line that asks for anything was seen */
	bool has_cmdline;
	bool has_release;   /* by its key or by the first version that a log names */
	uint64_t keys_seen; /* bit i: key i of the table was given */
	uint32_t nr_op_lines;
	uint32_t nr_percpu_lines;
	bool has_fill; /* an operation of its own, at index fill_at */
	bool has_add;  /* a memblock_add line, at fill_at if nothing else was */
	uint32_t fill_at;
	uint32_t numa_at;                      /* how many operations precede the last SRAT line */
	unsigned int asked[NR_LATE_QUESTIONS]; /* the line, 0 for none */
};

enum radix {
	DECIMAL_OR_0X, /* our own lines */
	HEX_0X,        /* the kernel's */
	HEX,           /* those of kernels before 3.x, which print no 0x */
};

/* Fills in the error, of the current line, as printf would. Returns false. */
__attribute__((format(printf, 2, 3))) bool parse_fail(struct parser *p, const char *format, ...);

/* Remembers the current line for parse_questions. */
static inline void parse_ask(struct parser *p, enum late_question question)
{
	if (!p->asked[question])
		p->asked[question] = p->line;
}

size_t cursor_left(const struct cursor *c);

/* How much of a line a message quotes: the width of %.*s. */
int cursor_quoted(const struct cursor *c);

bool char_is_blank(char ch);
bool char_is_word(char ch);
void cursor_skip_blanks(struct cursor *c);

/* Whether nothing but blanks is left. */
bool cursor_at_end(struct cursor *c);
bool cursor_starts_with(const struct cursor *c, const char *literal);

/* Takes the literal if it comes next, after blanks. */
bool cursor_eat(struct cursor *c, const char *literal);

/* The same, but only as a whole word. A blank in the literal stands for any blanks. */
bool cursor_eat_word(struct cursor *c, const char *literal);

/* The word that comes next; an empty one if none does. */
struct cursor cursor_take_word(struct cursor *c);
bool cursor_is(const struct cursor *c, const char *text);

/* Takes blanks off both ends. */
void cursor_trim(struct cursor *c);

bool parse_number(struct parser *p, struct cursor *c, enum radix radix, uint64_t *value);

/* A number of our own lines, at most max; what: how a message calls it. */
bool parse_bounded(struct parser *p, struct cursor *c, const char *what, uint64_t max, uint32_t *v);

/* A name of the table, or its number, at most max. */
bool parse_named(struct parser *p, struct cursor *c, const char *what, const struct named *names,
		 uint32_t max, uint32_t *value);

/* -1, a node, or MAX_NUMNODES. */
bool parse_nid(struct parser *p, struct cursor *c, int32_t *nid);

/* [0xS-0xE] or [mem 0xS-0xE], E the last byte: any S and E are a range, modulo 2^64. */
bool parse_range(struct parser *p, struct cursor *c, enum radix radix, struct sc_range *r);

/* All of text is the name of an e820 type. */
bool parse_type(struct parser *p, struct cursor text, uint32_t *type);

bool parse_push_op(struct parser *p, const struct sc_op *op);

/* The alignment of an operation is a power of two. */
bool parse_check_align(struct parser *p, const struct sc_op *op);

/* `mminit: KEY VALUE...`, from KEY on (scenario_keys.c). */
bool parse_key_line(struct parser *p, struct cursor *c);

/* The questions that lines left open, once the whole text is known. */
bool parse_questions(struct parser *p);

/* Keys of mm_init and of what comes after boot (scenario_keys_mm.c). */
bool cpus_key(struct parser *p, struct cursor *c);
bool cpu_key(struct parser *p, struct cursor *c);
bool percpu_key(struct parser *p, struct cursor *c);
bool early_vm_key(struct parser *p, struct cursor *c);
bool sizeof_key(struct parser *p, struct cursor *c);
bool slub_min_objects_key(struct parser *p, struct cursor *c);
bool slub_max_order_key(struct parser *p, struct cursor *c);
bool slub_min_order_key(struct parser *p, struct cursor *c);
bool user_map_key(struct parser *p, struct cursor *c);
bool bootmem_info_key(struct parser *p, struct cursor *c);
bool image_key(struct parser *p, struct cursor *c);
bool lowmem_limit_key(struct parser *p, struct cursor *c);
bool phys_offset_key(struct parser *p, struct cursor *c);
bool dma_zone_size_key(struct parser *p, struct cursor *c);
bool page_shift_key(struct parser *p, struct cursor *c);
bool mem_map_key(struct parser *p, struct cursor *c);
bool alloc_pages_key(struct parser *p, struct cursor *c);
bool kmalloc_key(struct parser *p, struct cursor *c);
bool vmalloc_key(struct parser *p, struct cursor *c);
bool free_key(struct parser *p, struct cursor *c);
bool free_late_key(struct parser *p, struct cursor *c);

#endif
