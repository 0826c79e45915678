/*
 * The command lines of the subcommands, read by getopt_long: options and operands in any order, a
 * value as `--name VALUE` or `--name=VALUE`, `--` before operands that look like options, and for
 * each command --help and -h.
 */
#ifndef MMINIT_TOOLS_OPTIONS_H
#define MMINIT_TOOLS_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

/* One option. It takes a value or a number if there is a place for it. */
struct option_spec {
	const char *name;   /* without dashes; a single letter has one dash */
	bool *flag;         /* becomes true; or NULL */
	const char **value; /* what follows it */
	/* The whole number that follows it, decimal or 0x, from least to most (inclusive). */
	uint64_t *number;
	uint64_t least, most;
};

struct command_line {
	const char *help;
	const struct option_spec *options; /* up to one without a name; NULL: none */
	/* What an operand is in the help, NULL if there is none; and how many there may be. */
	const char *operand;
	int least_operands;
	int most_operands; /* 0: any number */

	/* Filled in: the operands, in their order; they lie in argv. */
	char **operands;
	int nr_operands;
};

/* Not an exit status: the command is to go on. */
enum { COMMAND_GOES_ON = -1, MAX_OPTIONS = 16 };

/*
 * Reads argv, whose first word is the command's name and which is reordered. Returns
 * COMMAND_GOES_ON, or the exit status that the command ends with: of --help, which prints the help,
 * or of what cannot be read, which is said in one line.
 */
int command_line_read(int argc, char **argv, struct command_line *line);

/* The same for a command of one operand, which *operand becomes. */
int command_line_read_one(int argc, char **argv, const char *help,
			  const struct option_spec *options, const char *what,
			  const char **operand);

#endif
