/*
 * The boot options that change memory (init/main.c, kernel/params.c, lib/cmdline.c and the handlers
 * in e820.c, page_alloc.c, memory_hotplug.c, numa.c). Spec 01, 1.7 and 03, 6.
 */
#ifndef MODEL_EARLY_PARAM_H
#define MODEL_EARLY_PARAM_H

#include <stdbool.h>
#include <stdint.h>

struct machine;

struct options {
	uint64_t required_kernelcore;  /* pages; kernelcore= */
	uint64_t required_movablecore; /* pages; movablecore= */
	uint64_t kernelcore_percent;   /* kernelcore=N%; 0: none */
	uint64_t movablecore_percent;  /* movablecore=N% */
	bool mirrored_kernelcore;      /* kernelcore=mirror */
	bool numa_off;                 /* numa=off */
	bool nohugeiomap;              /* nohugeiomap */
};

/* parse_early_param: every option in turn; cmdline is a string of less than COMMAND_LINE_SIZE
 * bytes. Sets m->movable_node_enabled too. Stops the boot at a bare "kernelcore". */
void model_parse_early_param(struct machine *m, const char *cmdline);

/* cmdline_find_option (arch/x86/lib/cmdline.c): the value of the last option=value, cut to what
 * fits into buffer, size bytes with the NUL. Its length before that, -1 without the option. */
int model_cmdline_find_option(const char *cmdline, const char *option, char *buffer, int size);

/* cmdline_find_option_bool: whether the option is a word of its own. */
bool model_cmdline_find_option_bool(const char *cmdline, const char *option);

/* memparse: a number (decimal, 0x hexadecimal, 0 octal; modulo 2^64) and a unit, k to e. *end is
 * left behind both, or at the start if there is neither. */
uint64_t model_memparse(const char *text, const char **end);

#endif
