/*
 * The text form of a scenario: the kernel's own log lines, and `mminit:` lines for what no kernel
 * prints (`mminit convert --help` lists them).
 *
 * A text whose first line is `mminit: scenario 1` is a scenario: every line counts, and one that
 * is not understood is an error. Any other text is taken as a kernel's log: what is not a line of
 * the memory map is passed over, and in a log with BIOS-e820 lines so is what that kernel did
 * because of them (memblock_add, memblock_alloc..., the reservations of growing tables).
 */
#ifndef MMINIT_FUZZ_SCENARIO_TEXT_H
#define MMINIT_FUZZ_SCENARIO_TEXT_H

#include <stdio.h>

#include "scenario.h"

struct scenario_error {
	unsigned int line; /* from 1 */
	char message[160]; /* what is wrong; printable ASCII, one line */
};

/* Reads all len bytes of text (any bytes) into *s. Returns false with *err filled in, and *s the
 * empty scenario, if anything is wrong. Takes no memory. */
bool scenario_parse(const char *text, size_t len, struct scenario *s, struct scenario_error *err);

/* Writes s, which scenario_check() accepts, to out as a scenario that parses to an equal one, and
 * returns its length in bytes. At most capacity bytes are written, without a NUL; a result above
 * capacity says how many would have been needed. */
size_t scenario_format(const struct scenario *s, char *out, size_t capacity);

/* The same, to a stream. Returns false if the stream has failed. */
bool scenario_write(const struct scenario *s, FILE *out);

/* The form of an e820 type in text ("usable", "type 9"); buf is for the types without a name. */
const char *sc_type_name(uint32_t type, char buf[static 16]);

#endif
