/* mminit boot: a real kernel on the machine of a scenario, judged by replay. */
#include "mminit.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "boot/folder.h"
#include "boot/kernel.h"
#include "boot/load.h"
#include "boot/qemu.h"
#include "boot/symbols.h"
#include "scenario_file.h"

static const char help[] =
    "usage: mminit boot [OPTION...] FILE\n"
    "\n"
    "Boots a real kernel under QEMU on exactly the raw e820 table of FILE, with its command line,\n"
    "its nodes (SRAT), its initrd, setup_data and BIOS data area, and checks all that the kernel\n"
    "did, page by page, as mminit replay does. The scenario's memblock operations are not taken:\n"
    "the kernel has its own.\n"
    "\n"
    "  --kernel BZIMAGE  the kernel; else Debian's, downloaded once into $XDG_CACHE_HOME/mminit\n"
    "                    or ~/.cache/mminit and never installed\n"
    "  --release R       which of Debian's: 6.1 or 6.12 (default: as FILE says, or 6.1)\n"
    "  --keep DIR        keep the capture: e820.txt, meta.json, dmesg.gz, capture.gz\n"
    "  --limit SECONDS   how long a boot may take (default 30, more for a large machine)\n"
    "  --json            the result of the replay as one JSON object\n"
    "\n"
    "Exit status: 0 all exact, 1 a check failed or the kernel did not come up well, 2 unusable\n"
    "arguments or input, or no QEMU.\n";

struct options {
	const char *file, *kernel, *release, *keep;
	double limit;
	bool json;
};

static struct scenario scenario;
static struct loader loader;
static struct symbols symbols;

enum { LAST_LINES = 12 };

static void print_last_lines(FILE *out, const char *text, size_t size)
{
	const char *end = text + size;
	const char *at;
	int lines = 0;

	while (end > text && (end[-1] == '\n' || end[-1] == '\r'))
		end--;
	for (at = end; at > text; at--)
		if (at[-1] == '\n' && ++lines == LAST_LINES)
			break;
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *line_end = newline ? newline : end;

		fputs("  ", out);
		for (; at < line_end; at++)
			if ((unsigned char)*at >= ' ' || *at == '\t')
				putc(*at, out);
		putc('\n', out);
		at = newline ? newline + 1 : end;
	}
}

/* The line that says what is wrong, the first of its kind. Returns its length; 0 if none. */
static size_t find_complaint(const char *log, const char **line)
{
	static const char *const complaints[] = {
	    "Kernel panic - not syncing", "PANIC: ",       "BUG: ", "Oops: ",
	    "general protection fault",   "WARNING: CPU: "};

	*line = NULL;
	for (size_t i = 0; i < sizeof(complaints) / sizeof(complaints[0]); i++) {
		const char *at = strstr(log, complaints[i]);

		if (at && (!*line || at < *line))
			*line = at;
	}
	return *line ? strcspn(*line, "\r\n") : 0;
}

/* A kernel that never came up: how it ended, and its last words. */
static void print_end(const struct options *o, const struct qemu_run *r)
{
	FILE *out = o->json ? stderr : stdout;
	const char *serial = r->serial ? r->serial : "";
	const char *how = r->end == QEMU_PANIC     ? "the kernel panicked"
			  : r->end == QEMU_TIMEOUT ? "the kernel hangs: stopped"
						   : "the machine ended by itself";
	const char *line;
	size_t length = find_complaint(serial, &line);

	fprintf(out, "%s: %s after %.1f s", o->file, how, r->seconds);
	if (length)
		fprintf(out, ": %.*s", (int)length, line);
	fputs("; its last lines:\n", out);
	print_last_lines(out, serial, r->serial_size);
}

/* A kernel that came up, but complained on the way. Returns whether it did. */
static bool print_complaint(const struct options *o, const char *log)
{
	const char *line;
	size_t length = find_complaint(log, &line);

	if (length)
		fprintf(o->json ? stderr : stdout, "%s: the kernel came up, but said: %.*s\n",
			o->file, (int)length, line);
	return length;
}

/* Boots it; if it does not come up, once more with a console on the serial line. */
static bool run(const struct options *o, const struct kernel *k, struct qemu_run *r)
{
	static const char console[] = " earlyprintk=ttyS0 console=ttyS0";
	bool known = symbols_load(k, &symbols);
	double limit;

	if (!loader_place(&loader, o->file, &scenario, k, !known, ""))
		return false;
	if (loader.ram_is_short)
		fprintf(stderr,
			"mminit: boot: %s: usable memory where QEMU has none: from 3 to 4 GiB, "
			"or beyond 256 GiB\n",
			o->file);
	limit = o->limit > 0 ? o->limit : 30 + (double)(loader.ram >> 30) / 4;
	/* Silent runs that last three times what they ever took are better watched. */
	qemu_run(&loader, limit / 3, r);
	if (r->end == QEMU_DONE && !known)
		symbols_take(k, r->capture, &symbols);
	if (r->end == QEMU_DONE || r->end == QEMU_FAILED)
		return r->end == QEMU_DONE;
	qemu_free(r);
	loader_free(&loader);
	if (!loader_place(&loader, o->file, &scenario, k, false, console))
		return false;
	qemu_run(&loader, limit, r);
	return r->end != QEMU_FAILED;
}

/* The folder to keep, or one of our own that is gone when this command ends: no signal ends it
 * between making and removing it. */
static bool make_folder(const struct options *o, char folder[4096])
{
	const char *tmp = getenv("TMPDIR");
	sigset_t ends;

	if (o->keep) {
		snprintf(folder, 4096, "%s", o->keep);
		if (!mkdir(folder, 0755) || errno == EEXIST)
			return true;
		unusable("%s: %s", folder, strerror(errno));
		return false;
	}
	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGHUP);
	sigaddset(&ends, SIGPIPE);
	sigprocmask(SIG_BLOCK, &ends, NULL);
	snprintf(folder, 4096, "%.3000s/mminit-boot-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	if (mkdtemp(folder))
		return true;
	unusable("%s: %s", folder, strerror(errno));
	return false;
}

static int judge(const struct options *o, const struct qemu_run *r)
{
	char folder[4096];
	int status = EXIT_UNUSABLE;

	if (!make_folder(o, folder))
		return EXIT_UNUSABLE;
	if (folder_write(folder, o->file, &loader, r, *symbols.text ? &symbols : NULL))
		status = replay_as(folder, o->file, o->json);
	if (!o->keep)
		folder_remove(folder);
	if (status == EXIT_UNUSABLE && r->end == QEMU_DONE)
		return status;
	if (r->end != QEMU_DONE) {
		print_end(o, r);
		return EXIT_DIFFER;
	}
	return print_complaint(o, r->capture) ? EXIT_DIFFER : status;
}

static int boot(const struct options *o)
{
	struct kernel kernel;
	struct qemu_run r = {0};
	char path[4096];
	const char *release = o->release                            ? o->release
			      : scenario.release == SC_RELEASE_6_12 ? "6.12"
								    : "6.1";
	int status = EXIT_UNUSABLE;

	if (!o->kernel && !kernel_fetch(release, path))
		return EXIT_UNUSABLE;
	if (!kernel_read(o->kernel ? o->kernel : path, &kernel))
		return EXIT_UNUSABLE;
	if (run(o, &kernel, &r))
		status = judge(o, &r);
	qemu_free(&r);
	loader_free(&loader);
	kernel_free(&kernel);
	return status;
}

/* The value of the option at argv[*i], which takes one. */
static const char *value(int argc, char **argv, int *i)
{
	if (*i + 1 < argc)
		return argv[++*i];
	unusable("boot: %s: of what? mminit boot --help", argv[*i]);
	return NULL;
}

static bool parse_limit(const char *text, double *limit)
{
	char *end;

	*limit = strtod(text, &end);
	if (end != text && !*end && *limit > 0 && *limit < 1e6)
		return true;
	unusable("boot: %s: not a number of seconds", text);
	return false;
}

static bool parse(int argc, char **argv, struct options *o)
{
	for (int i = 1; i < argc; i++) {
		const char *name = argv[i];
		const char *limit = NULL;
		const char **to = !strcmp(name, "--kernel")    ? &o->kernel
				  : !strcmp(name, "--release") ? &o->release
				  : !strcmp(name, "--keep")    ? &o->keep
				  : !strcmp(name, "--limit")   ? &limit
							       : NULL;

		if (to && !(*to = value(argc, argv, &i)))
			return false;
		if (limit && !parse_limit(limit, &o->limit))
			return false;
		if (to)
			continue;
		if (!strcmp(name, "--json")) {
			o->json = true;
		} else if (name[0] == '-' && name[1]) {
			unusable("boot: %s: no such option", name);
			return false;
		} else if (o->file) {
			unusable("boot: %s: one FILE at a time", name);
			return false;
		} else {
			o->file = name;
		}
	}
	if (o->release && strcmp(o->release, "6.1") && strcmp(o->release, "6.12")) {
		unusable("boot: --release %s: 6.1 or 6.12", o->release);
		return false;
	}
	if (!o->file)
		unusable("boot: which FILE? mminit boot --help");
	return o->file;
}

int cmd_boot(int argc, char **argv)
{
	struct options o = {0};

	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "--help")) {
			fputs(help, stdout);
			return EXIT_AGREE;
		}
	if (!parse(argc, argv, &o) || !scenario_load(o.file, &scenario))
		return EXIT_UNUSABLE;
	return boot(&o);
}
