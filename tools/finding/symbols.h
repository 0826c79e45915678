/*
 * Addresses of this program in words of its source: functions, files, lines, from its own debug
 * information (elfutils). What was inlined is a frame of its own.
 */
#ifndef MMINIT_TOOLS_FINDING_SYMBOLS_H
#define MMINIT_TOOLS_FINDING_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SYMBOL_MAX_INLINED = 8 };

struct source_place {
	char function[96];
	char file[96]; /* "target/e820.c"; "" if unknown */
	int line;      /* 0 if unknown */
	bool ours;     /* of target/, model/, fuzz/ or tools/, and not of a library */
	bool inlined;  /* into the next one */
};

/* Innermost first; returns how many there are, at least one: an address without a function has a
 * place "0x...". `exact`: the address is an instruction; else a call returns to it. */
uint32_t symbols_places(uint64_t address, bool exact, struct source_place out[SYMBOL_MAX_INLINED]);

/* The variable or function that an address lies in, as "NAME + N", or false. */
bool symbols_name(uint64_t address, char *text, size_t size);

/* [*start, *end) of the function that holds the address. */
bool symbols_function(uint64_t address, uint64_t *start, uint64_t *end);

#endif
