/* mminit boot: a real kernel on the machine of a scenario, judged by replay. */
#include "mminit.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "boot/folder.h"
#include "boot/minimize.h"
#include "boot/trial.h"
#include "cmd_replay.h"
#include "generate.h"
#include "finding/given.h"
#include "options.h"

static const char help[] =
    "usage: mminit boot [OPTION...] FILE\n"
    "       mminit boot [OPTION...] --random SEED\n"
    "       mminit boot [OPTION...] --minimize OUT FILE\n"
    "\n"
    "Boots a real kernel under QEMU on exactly the raw e820 table of FILE, with its command line,\n"
    "its nodes (SRAT), CPUs, initrd, setup_data and BIOS data area, and checks all that the "
    "kernel\n"
    "did, page by page, as mminit replay does. The scenario's memblock operations are not taken:\n"
    "the kernel has its own.\n"
    "\n"
    "  --kernel BZIMAGE  the kernel; else Debian's, downloaded once into $XDG_CACHE_HOME/mminit\n"
    "                    or ~/.cache/mminit and never installed\n"
    "  --release R       which of Debian's: 6.1 or 6.12 (default: as FILE says, or 6.1)\n"
    "  --random SEED     the machine that this number makes, instead of FILE\n"
    "  --minimize OUT    of a kernel that panics, hangs or is not as predicted on FILE: write\n"
    "                    to OUT the smallest machine on which it still does the same; an\n"
    "                    interrupt ends it with the smallest so far\n"
    "  --tries N         at most so many boots of --minimize (default 400)\n"
    "  --keep DIR        keep the capture: machine.mm, e820.txt, meta.json, dmesg.gz, capture.gz\n"
    "  --limit SECONDS   how long a boot may take, without waiting for a processor (default 20,\n"
    "                    more for a large machine)\n"
    "  --json            the result of the replay as one JSON object, with outcome, identity,\n"
    "                    seconds and last_lines of the boot\n"
    "\n"
    "A surprise is named by a line `FILE: finding: IDENTITY`: equal surprises, equal identities.\n"
    "\n"
    "Exit status: 0 all exact, 1 a check failed or the kernel did not come up well, 2 unusable\n"
    "arguments or input, or no QEMU.\n";

struct options {
	const char *file, *kernel, *release, *keep, *minimize;
	double limit;
	uint64_t seed, tries;
	bool json, random;
};

static struct scenario scenario;
static struct machine_pair pair;
static struct trial trial;

enum { LAST_LINES = 12 };

/* Nothing but printable characters. */
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

/* A kernel that never came up: how it ended, and its last words. */
static void print_end(const char *name, const struct trial *t)
{
	const char *serial = t->run.serial ? t->run.serial : "";
	const char *how = t->kind == TRIAL_PANIC  ? "the kernel panicked"
			  : t->kind == TRIAL_HANG ? "the kernel hangs: stopped"
						  : "the machine ended by itself";
	const char *line;
	size_t length = log_complaint(serial, &line);

	printf("%s: %s after %.1f s", name, how, t->run.seconds);
	if (length)
		printf(": %.*s", (int)length, line);
	puts("; its last lines:");
	print_last_lines(stdout, serial, t->run.serial_size);
}

static void print_plain(const char *name, const struct trial *t)
{
	const char *line;
	size_t length;

	if (t->judged)
		replay_print(&t->replay, name, false);
	if (t->run.end != QEMU_DONE) {
		print_end(name, t);
	} else {
		length = log_complaint(t->run.capture, &line);
		if (length)
			printf("%s: the kernel came up, but said: %.*s\n", name, (int)length, line);
	}
	if (*t->identity)
		printf("%s: finding: %s\n", name, t->identity);
}

static void print_json(const char *name, const struct trial *t)
{
	struct json_object *object =
	    t->judged ? replay_json(&t->replay, name) : json_object_new_object();
	char *text = NULL;
	size_t size = 0;
	FILE *out;

	json_object_object_add(object, "outcome", json_object_new_string(trial_kind_name(t->kind)));
	json_object_object_add(object, "identity",
			       *t->identity ? json_object_new_string(t->identity) : NULL);
	json_object_object_add(object, "seconds", json_object_new_double(t->run.seconds));
	if (t->run.end != QEMU_DONE && (out = open_memstream(&text, &size))) {
		print_last_lines(out, t->run.serial, t->run.serial_size);
		fclose(out);
		json_object_object_add(object, "last_lines", json_object_new_string(text));
		free(text);
	}
	puts(json_object_to_json_string_ext(object, JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(object);
}

static int boot_once(const struct options *o, const struct trial_options *how,
		     const struct kernel *kernel)
{
	int status;

	trial_run(how, &scenario, kernel, &pair, &trial);
	status = trial.kind == TRIAL_UNUSABLE ? EXIT_UNUSABLE
		 : trial.kind == TRIAL_EXACT  ? EXIT_AGREE
					      : EXIT_DIFFER;
	if (status != EXIT_UNUSABLE && o->json)
		print_json(how->name, &trial);
	else if (status != EXIT_UNUSABLE)
		print_plain(how->name, &trial);
	trial_free(&trial);
	return status;
}

/* The folder to keep, or one of our own that is gone when this command ends. */
static bool make_folder(const struct options *o, char folder[4096])
{
	if (!o->keep)
		return folder_make_own(folder);
	snprintf(folder, 4096, "%s", o->keep);
	if (!mkdir(folder, 0755) || errno == EEXIST)
		return true;
	unusable("%s: %s", folder, strerror(errno));
	return false;
}

static bool find_kernel(const struct options *o, struct kernel *kernel)
{
	static const char *const releases[SC_NR_RELEASES] = {
	    [SC_RELEASE_4_9] = "6.1", [SC_RELEASE_6_1] = "6.1", [SC_RELEASE_6_12] = "6.12"};
	const char *release = o->release ? o->release : releases[scenario.release];
	char path[4096];

	/* The machine's own text says what it was booted with. */
	if (!o->kernel)
		scenario.release = strcmp(release, "6.12") ? SC_RELEASE_6_1 : SC_RELEASE_6_12;
	return (o->kernel || kernel_fetch(release, path)) &&
	       kernel_read(o->kernel ? o->kernel : path, kernel);
}

static int boot(const struct options *o)
{
	struct kernel kernel;
	char folder[4096], name[64];
	struct trial_options how = {.name = o->file, .folder = folder, .limit = o->limit};
	int status;

	snprintf(name, sizeof(name), "random %" PRIu64, o->seed);
	if (o->random)
		how.name = name;
	if (!find_kernel(o, &kernel))
		return EXIT_UNUSABLE;
	if (!make_folder(o, folder)) {
		kernel_free(&kernel);
		return EXIT_UNUSABLE;
	}
	pair_open(&pair);
	status = o->minimize ? minimize_boot(&how, &scenario, &kernel, &pair, o->tries, o->minimize)
			     : boot_once(o, &how, &kernel);
	pair_close(&pair);
	kernel_free(&kernel);
	if (!o->keep)
		folder_remove(folder);
	return status;
}

static void interrupted(int signal)
{
	qemu_interrupted = signal;
}

/* A signal ends QEMU, and then this command, with nothing left behind. */
static void watch_signals(void)
{
	static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
	const struct sigaction action = {.sa_handler = interrupted};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		sigaction(ends[i], &action, NULL);
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

static bool check_options(struct options *o, const char *limit)
{
	if (o->release && strcmp(o->release, "6.1") && strcmp(o->release, "6.12")) {
		unusable("boot: --release %s: 6.1 or 6.12", o->release);
		return false;
	}
	if (!o->file == !o->random) {
		unusable("boot: which FILE, or --random? mminit boot --help");
		return false;
	}
	if (o->minimize && o->json) {
		unusable("boot: --minimize has no JSON");
		return false;
	}
	return !limit || parse_limit(limit, &o->limit);
}

/* COMMAND_GOES_ON, or the status to end with. */
static int parse(int argc, char **argv, struct options *o)
{
	const char *limit = NULL;
	const struct option_spec specs[] = {
	    {"kernel", .value = &o->kernel},
	    {"release", .value = &o->release},
	    {"keep", .value = &o->keep},
	    {"minimize", .value = &o->minimize},
	    {"random", .flag = &o->random, .number = &o->seed, .most = UINT64_MAX},
	    {"limit", .value = &limit},
	    {"tries", .number = &o->tries, .most = UINT64_MAX},
	    {"json", .flag = &o->json},
	    {.name = NULL}};
	struct command_line line = {
	    .help = help, .options = specs, .operand = "FILE", .most_operands = 1};
	int status = command_line_read(argc, argv, &line);

	if (status != COMMAND_GOES_ON)
		return status;
	if (line.nr_operands)
		o->file = line.operands[0];
	return check_options(o, limit) ? COMMAND_GOES_ON : EXIT_UNUSABLE;
}

int cmd_boot(int argc, char **argv)
{
	struct options o = {.tries = 400};
	int status = parse(argc, argv, &o);

	if (status != COMMAND_GOES_ON)
		return status;
	if (o.random)
		generate_machine(o.seed, &scenario);
	else if (!given_load(o.file, &scenario))
		return EXIT_UNUSABLE;
	watch_signals();
	status = boot(&o);
	if (!qemu_interrupted)
		return status;
	fflush(stdout); /* what there is to say so far */
	signal(qemu_interrupted, SIG_DFL);
	raise(qemu_interrupted);
	return EXIT_UNUSABLE;
}
