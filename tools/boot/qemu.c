#define _GNU_SOURCE /* memfd_create, memmem */
#include "qemu.h"

#include <errno.h>
#include <glob.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tools/mminit.h"

volatile sig_atomic_t qemu_interrupted;

enum { MAX_ARGUMENTS = 64 + 2 * LOAD_MAX_PIECES, POLL_MS = 10, AFTER_PANIC_MS = 300 };

/* Everything that QEMU reads and writes is memory of ours that it opens by /proc/self/fd: nothing
 * is left behind, whatever ends first. */
struct command {
	char *argument[MAX_ARGUMENTS];
	int nr;
	int fd[LOAD_MAX_PIECES + 8];
	int nr_fds;
	int capture, serial, errors;
	bool failed;
};

__attribute__((format(printf, 2, 3))) static void add(struct command *c, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (c->nr == MAX_ARGUMENTS - 1 || vasprintf(&c->argument[c->nr], format, args) < 0)
		c->failed = true;
	else
		c->nr++;
	va_end(args);
}

static int add_memory_file(struct command *c, const unsigned char *data, size_t size)
{
	int fd = memfd_create("mminit", 0);

	if (fd < 0) {
		c->failed = true;
		return -1;
	}
	c->fd[c->nr_fds++] = fd;
	while (size) {
		ssize_t written = write(fd, data, size);

		if (written <= 0) {
			c->failed = true;
			break;
		}
		data += written;
		size -= (size_t)written;
	}
	return fd;
}

/* No firmware of QEMU's, and the PC's old devices, which the kernel's clocks are taken from. */
#define MACHINE                                                                                \
	"microvm,acpi=off,memory-backend=m0,x-option-roms=off,auto-kernel-cmdline=off,rtc=on," \
	"isa-serial=on,pit=on,pic=on"

static void add_machine(struct command *c, const struct loader *l)
{
	static const char *const fixed[] = {
	    "-accel",
	    "tcg,thread=single",
	    "-cpu",
	    "max,la57=off",
	    "-nodefaults",
	    "-display",
	    "none",
	    "-no-reboot",
	    "-no-user-config",
	    "-machine",
	    MACHINE,
	    "-device",
	    "isa-debug-exit,iobase=0xf4,iosize=1",
	};

	add(c, "qemu-system-x86_64");
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		add(c, "%s", fixed[i]);
	add(c, "-smp");
	/* Each in a socket of its own: CPUs that share a cache must not be of several nodes. */
	add(c, "cpus=%" PRIu32 ",sockets=%" PRIu32, l->scenario->nr_cpus, l->scenario->nr_cpus);
	add(c, "-object");
	add(c, "memory-backend-ram,id=m0,size=%" PRIu64 "M,reserve=off", l->ram >> 20);
	add(c, "-m");
	add(c, "%" PRIu64 "M", l->ram >> 20);
}

static void make_command(struct command *c, const struct loader *l)
{
	add_machine(c, l);
	add(c, "-bios");
	add(c, "/proc/self/fd/%d", add_memory_file(c, l->rom, sizeof(l->rom)));
	for (size_t i = 0; i < l->nr_pieces; i++) {
		const struct piece *p = &l->piece[i];

		add(c, "-device");
		add(c, "loader,file=/proc/self/fd/%d,addr=0x%" PRIx64 ",force-raw=on",
		    add_memory_file(c, p->data, p->size), p->addr);
	}
	c->capture = add_memory_file(c, NULL, 0);
	c->serial = add_memory_file(c, NULL, 0);
	c->errors = add_memory_file(c, NULL, 0);
	add(c, "-chardev");
	add(c, "file,id=dc,path=/proc/self/fd/%d", c->capture);
	add(c, "-device");
	add(c, "isa-debugcon,iobase=0xe9,chardev=dc");
	add(c, "-serial");
	add(c, "file:/proc/self/fd/%d", c->serial);
	c->argument[c->nr] = NULL;
}

static void free_command(struct command *c)
{
	for (int i = 0; i < c->nr; i++)
		free(c->argument[i]);
	for (int i = 0; i < c->nr_fds; i++)
		close(c->fd[i]);
}

static char *read_memory_file(int fd, size_t *size)
{
	off_t length = lseek(fd, 0, SEEK_END);
	char *data = calloc(1, (size_t)(length < 0 ? 0 : length) + 1);
	ssize_t got = data && length > 0 ? pread(fd, data, (size_t)length, 0) : 0;

	*size = got > 0 ? (size_t)got : 0;
	for (char *nul = data; nul && (nul = memchr(nul, '\0', (size_t)(data + *size - nul)));)
		*nul = ' '; /* text it shall be */
	return data;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void sleep_ms(long ms)
{
	nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

/* Starts QEMU, which ends when this process does. */
static pid_t start(struct command *c)
{
	pid_t parent = getpid();
	pid_t pid = fork();

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	dup2(c->errors, STDOUT_FILENO);
	dup2(c->errors, STDERR_FILENO);
	close(STDIN_FILENO);
	execvp(c->argument[0], c->argument);
	_exit(127);
}

/* A panic restarts the machine, but for one before the kernel can: that one stops for good. */
static bool has_panicked(int serial)
{
	size_t size;
	char *text = read_memory_file(serial, &size);
	bool found =
	    text && (strstr(text, "Kernel panic - not syncing") || strstr(text, "PANIC: early"));

	free(text);
	return found;
}

/* Seconds that a machine has run: on a processor or waiting for nothing; a host with much else to
 * do does not count. passed: since it was started. */
static double age_of(pid_t pid, double passed)
{
	char pattern[64];
	glob_t found = {0};
	double used = 0, busiest = 0;

	snprintf(pattern, sizeof(pattern), "/proc/%ld/task/*/schedstat", (long)pid);
	if (!glob(pattern, 0, NULL, &found))
		for (size_t i = 0; i < found.gl_pathc; i++) {
			FILE *file = fopen(found.gl_pathv[i], "r");
			double on_cpu, waited; /* ns; waited: for a processor */

			if (file && fscanf(file, "%lf %lf", &on_cpu, &waited) == 2) {
				used += on_cpu / 1e9;
				if ((on_cpu + waited) / 1e9 > busiest)
					busiest = (on_cpu + waited) / 1e9;
			}
			if (file)
				fclose(file);
		}
	globfree(&found);
	return used + (passed > busiest ? passed - busiest : 0);
}

/* Waits for the end; the process is gone when this returns. */
static enum qemu_end wait_for(struct command *c, pid_t pid, double limit, int *status)
{
	double started = now();

	for (int round = 1;; round++) {
		pid_t ended = waitpid(pid, status, WNOHANG);
		bool watch = round % 10 == 0;
		enum qemu_end why = QEMU_STOPPED;

		if (ended == pid)
			return qemu_interrupted ? QEMU_FAILED : why;
		if (qemu_interrupted)
			why = QEMU_FAILED;
		else if (watch && has_panicked(c->serial))
			why = QEMU_PANIC;
		else if (watch && age_of(pid, now() - started) >= limit)
			why = QEMU_TIMEOUT;
		if (why == QEMU_STOPPED) {
			sleep_ms(POLL_MS);
			continue;
		}
		if (why == QEMU_PANIC)
			sleep_ms(AFTER_PANIC_MS); /* the rest of its words */
		kill(pid, SIGKILL);
		waitpid(pid, status, 0);
		return why;
	}
}

/* QEMU's own complaint, if it never ran the machine: the guest's exit is status 1 too. */
static bool failed_to_run(struct command *c, int status, const struct qemu_run *r)
{
	size_t size;
	char *text;

	if (WIFEXITED(status) && WEXITSTATUS(status) == 127) {
		unusable("boot: qemu-system-x86_64 could not be started; "
			 "Debian's package is qemu-system-x86");
		return true;
	}
	if (!WIFEXITED(status) || !WEXITSTATUS(status) || r->capture_size || r->serial_size)
		return false;
	text = read_memory_file(c->errors, &size);
	unusable("boot: QEMU: %.*s", text ? (int)strcspn(text, "\n") : 0, text ? text : "");
	free(text);
	return true;
}

void qemu_run(const struct loader *l, double limit, struct qemu_run *r)
{
	static const char end_mark[] = "\n@@end\n";
	struct command c = {0};
	double started = now();
	int status = 0;
	pid_t pid;

	*r = (struct qemu_run){.end = QEMU_FAILED};
	make_command(&c, l);
	pid = c.failed ? -1 : start(&c);
	if (pid < 0) {
		unusable("boot: %s", strerror(errno));
		free_command(&c);
		return;
	}
	r->end = wait_for(&c, pid, limit, &status);
	r->seconds = now() - started;
	r->capture = read_memory_file(c.capture, &r->capture_size);
	r->serial = read_memory_file(c.serial, &r->serial_size);
	if (r->capture && memmem(r->capture, r->capture_size, end_mark, sizeof(end_mark) - 1))
		r->end = QEMU_DONE;
	else if (r->end == QEMU_STOPPED && failed_to_run(&c, status, r))
		r->end = QEMU_FAILED;
	free_command(&c);
}

void qemu_free(struct qemu_run *r)
{
	free(r->capture);
	free(r->serial);
	*r = (struct qemu_run){0};
}
