#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mminit.h"

/* What getopt_long returns for the help and for the options in their order. */
enum { IS_HELP = 0x100, IS_OPTION };

/* getopt's two tables. A letter in the first has ':' behind it if it takes a value. */
struct tables {
	char letters[2 * MAX_OPTIONS + 3];
	struct option names[MAX_OPTIONS + 2];
};

static void make_tables(const struct command_line *line, struct tables *t)
{
	char *letter = t->letters;
	struct option *name = t->names;

	*letter++ = ':'; /* getopt tells a missing value from an unknown option */
	*letter++ = 'h';
	*name++ = (struct option){"help", no_argument, NULL, IS_HELP};
	for (const struct option_spec *o = line->options; o && o->name; o++) {
		int found = IS_OPTION + (int)(o - line->options);
		bool has_value = o->value || o->number;

		if (o->name[1]) {
			*name++ = (struct option){
			    o->name, has_value ? required_argument : no_argument, NULL, found};
			continue;
		}
		*letter++ = o->name[0];
		if (has_value)
			*letter++ = ':';
	}
	*letter = '\0';
	*name = (struct option){NULL, 0, NULL, 0};
}

static const struct option_spec *spec_of(const struct command_line *line, int found)
{
	if (found >= IS_OPTION)
		return &line->options[found - IS_OPTION];
	for (const struct option_spec *o = line->options; o && o->name; o++)
		if (o->name[0] == found && !o->name[1])
			return o;
	return NULL;
}

static bool whole_number(const char *text, const struct option_spec *o)
{
	char *end;

	errno = 0;
	*o->number = strtoull(text, &end, 0);
	return text[0] >= '0' && text[0] <= '9' && !*end && !errno && *o->number >= o->least &&
	       *o->number <= o->most;
}

/* The option that getopt did not take, as it was written. */
static int not_taken(char **argv, const char *why)
{
	char letter[] = {'-', (char)optopt, '\0'};
	bool is_letter = optopt && optopt < IS_HELP;

	return unusable("%s: %s: %s", argv[0], is_letter ? letter : argv[optind - 1], why);
}

static int check_operands(const struct command_line *line, const char *command)
{
	if (line->nr_operands < line->least_operands)
		return unusable("%s: which %s? mminit %s --help", command, line->operand, command);
	if (!line->operand && line->nr_operands)
		return unusable("%s: %s: no such option", command, line->operands[0]);
	if (line->most_operands && line->nr_operands > line->most_operands)
		return unusable("%s: %s: only %s, and no more", command,
				line->operands[line->most_operands], line->operand);
	return COMMAND_GOES_ON;
}

int command_line_read(int argc, char **argv, struct command_line *line)
{
	struct tables tables;
	int found;

	make_tables(line, &tables);
	opterr = 0;
	optind = 0; /* from the start, whatever was read before */
	while ((found = getopt_long(argc, argv, tables.letters, tables.names, NULL)) != -1) {
		const struct option_spec *o = spec_of(line, found);

		if (found == 'h' || found == IS_HELP) {
			fputs(line->help, stdout);
			return EXIT_AGREE;
		}
		if (found == ':')
			return not_taken(argv, "its value is missing");
		if (!o)
			return not_taken(argv, "no such option");
		if (o->flag)
			*o->flag = true;
		if (o->value)
			*o->value = optarg;
		if (o->number && !whole_number(optarg, o))
			return unusable("%s: %s%s %s: a number, %" PRIu64 " to %" PRIu64, argv[0],
					o->name[1] ? "--" : "-", o->name, optarg, o->least,
					o->most);
	}
	line->operands = argv + optind;
	line->nr_operands = argc - optind;
	return check_operands(line, argv[0]);
}

int command_line_read_one(int argc, char **argv, const char *help,
			  const struct option_spec *options, const char *what, const char **operand)
{
	struct command_line line = {.help = help,
				    .options = options,
				    .operand = what,
				    .least_operands = 1,
				    .most_operands = 1};
	int status = command_line_read(argc, argv, &line);

	if (status == COMMAND_GOES_ON)
		*operand = line.operands[0];
	return status;
}
