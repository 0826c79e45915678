#include "check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct value value_none(void)
{
	return (struct value){.kind = VALUE_NONE};
}

struct value value_number(uint64_t number)
{
	return (struct value){.kind = VALUE_NUMBER, .number = number};
}

struct value value_text(const char *format, ...)
{
	struct value v = {.kind = VALUE_TEXT};
	va_list args;

	va_start(args, format);
	vsnprintf(v.text, sizeof(v.text), format, args);
	va_end(args);
	return v;
}

static bool equal(const struct value *a, const struct value *b)
{
	if (a->kind != b->kind || a->kind == VALUE_NONE)
		return false;
	return a->kind == VALUE_NUMBER ? a->number == b->number : !strcmp(a->text, b->text);
}

/* Room for one more element of *array, zeroed; NULL without memory. */
static void *grow(void **array, size_t *nr, size_t *capacity, size_t size)
{
	void *element;

	if (*nr == *capacity) {
		size_t more = *capacity ? *capacity * 2 : 256;
		void *larger = realloc(*array, more * size);

		if (!larger)
			return NULL;
		*array = larger;
		*capacity = more;
	}
	element = (char *)*array + (*nr)++ * size;
	memset(element, 0, size);
	return element;
}

void check(struct replay *r, unsigned int line, struct value log,
	   const struct value by[NR_IMPLEMENTATIONS], const char *format, ...)
{
	struct check *c =
	    grow((void **)&r->check, &r->nr_checks, &r->check_capacity, sizeof(*r->check));
	va_list args;

	if (!c) {
		r->no_memory = true;
		return;
	}
	va_start(args, format);
	vsnprintf(c->what, sizeof(c->what), format, args);
	va_end(args);
	c->order = r->nr_checks;
	c->line = line;
	c->log = log;
	c->ok = true;
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++) {
		c->by[i] = by[i];
		c->ok &= equal(&log, &by[i]);
	}
}

void lacks(struct replay *r, unsigned int line, const char *format, ...)
{
	struct lack *l = grow((void **)&r->lack, &r->nr_lacks, &r->lack_capacity, sizeof(*r->lack));
	va_list args;

	if (!l) {
		r->no_memory = true;
		return;
	}
	va_start(args, format);
	vsnprintf(l->text, sizeof(l->text), format, args);
	va_end(args);
	l->line = line;
}

uint64_t page_0(const struct replay *r)
{
	enum { RAM = 1, PAGE = 4096 };
	const struct scenario *s = &r->machine.scenario;

	if (!r->machine.page_0_is_ram)
		return 0;
	for (uint32_t i = 0; i < s->nr_e820; i++)
		if (s->e820[i].type == RAM && !s->e820[i].addr && s->e820[i].size >= PAGE)
			return 1;
	return 0;
}

struct zone_size zone_size(const struct replay *r, const struct observation *o,
			   const struct obs_zone *z)
{
	struct zone_size size = {z->spanned, z->present};

	if (!page_0(r) || z->zone || !NR_ROWS(o, mem_pfn_range) ||
	    ROWS(o, mem_pfn_range)->nid != z->nid)
		return size;
	size.spanned += z->start_pfn;
	size.present++;
	return size;
}

bool list_is_closed(const struct replay *r, size_t index)
{
	if (index + 1 < r->log.nr)
		return r->log.fact[index + 1].kind != FACT_BAD;
	return r->log.lines.nr &&
	       r->log.lines.line[r->log.lines.nr - 1].number > r->log.fact[index].line &&
	       !r->log.cut_line;
}
