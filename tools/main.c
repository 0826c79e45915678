/* mminit: the command. */
#include "mminit.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "finding/same_addresses.h"

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *does;
	bool of_findings;
} commands[] = {
    {"run", cmd_run, "boot scenarios in every implementation and compare stage by stage", false},
    {"show", cmd_show, "show a machine: map, zones, reserved, free blocks", false},
    {"convert", cmd_convert, "text form to fuzzer bytes and back", false},
    {"minimize", cmd_minimize, "the smallest scenario that still shows the same", true},
    {"report", cmd_report, "a bug report of a finding", true},
    {"triage", cmd_triage, "sort a folder of findings into distinct ones, rank them", true},
    {"bundle", cmd_bundle, "all of a finding in one checksummed file", true},
    {"keep", cmd_keep, "add a minimized finding to crashes/", true},
    {"replay", cmd_replay, "check a real kernel's boot log against every implementation", false},
    {"boot", cmd_boot, "boot a real kernel under QEMU on a machine, and check what it did", false},
    {"enumerate", cmd_enumerate, "boot every machine up to a size, and prove that all agree",
     false},
    {"bench", cmd_bench, "the benchmarks", false},
};
enum { NR_COMMANDS = sizeof(commands) / sizeof(commands[0]) };

int unusable(const char *format, ...)
{
	va_list args;

	fputs("mminit: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return EXIT_UNUSABLE;
}

static void print_help(void)
{
	puts(
	    "usage: mminit COMMAND [OPTION...] [FILE...]\n"
	    "\n"
	    "Is every page frame initialised, reserved or released exactly once, and in the right\n"
	    "zone? Two implementations of the Linux 4.9 boot-time memory initialisation are "
	    "booted\n"
	    "on the machine of each FILE and compared.\n");
	for (int i = 0; i < NR_COMMANDS; i++)
		printf("  %-9s  %s\n", commands[i].name, commands[i].does);
	puts("\nA FILE is a kernel's boot log or a scenario (text), or the bytes of a fuzzer "
	     "(.bin);\n"
	     "- is standard input. mminit COMMAND --help says more.\n"
	     "Exit status: 0 all agree, 1 a difference, 2 unusable arguments or input.");
}

/* What was printed must have arrived; a full disk is an error, not a shorter result. */
static int finish(int status)
{
	if (fflush(stdout) || ferror(stdout))
		return unusable("standard output: %s", strerror(errno));
	return status;
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return unusable("which command? mminit --help lists them");
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
		print_help();
		return finish(EXIT_AGREE);
	}
	if (!strcmp(argv[1], "--version")) {
		puts("mminit " MMINIT_VERSION);
		return finish(EXIT_AGREE);
	}
	for (int i = 0; i < NR_COMMANDS; i++) {
		if (strcmp(argv[1], commands[i].name))
			continue;
		if (commands[i].of_findings)
			same_addresses(argv);
		return finish(commands[i].run(argc - 1, argv + 1));
	}
	return unusable("%s: no such command; mminit --help lists them", argv[1]);
}
