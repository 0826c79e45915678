/* The parent of a tryout. */
#define _GNU_SOURCE
#include "tryout_internal.h"

#include <alloca.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "others.h"
#include "reduce.h"
#include "scenario_bytes.h"
#include "verdict.h"

enum {
	POLL_MS = 10,
	SAMPLE_GAP_MS = 1,       /* CPU time of the child between two samples */
	SAMPLE_GAP_LONGEST = 50, /* of the clock: a child that sleeps uses no CPU time */
	/* A process that sleeps, or gets no processor, uses no CPU time; so many times the limit.
	 */
	WALL_FACTOR = 30,
	WALL_LEAST_MS = 120000, /* others may have all the processors for a while */
	ANSWER_WAIT_MS = WALL_LEAST_MS,
	PAINTED_BYTES = 1 << 20,
	SOMETHING = 0xaa,
	DEEPER_BYTES = 1 << 18, /* than this process ever is when it makes a child */
	USUAL_MS = 100,         /* ten times what the largest of small machines takes */
	PAGES_PER_MS = 1600,    /* a tenth of what is initialised in a release build */
};

/* What a fuzzer's bytes can describe boots within half a second, with sanitizers too. */
struct tryout_limits tryout_limits_of(const struct scenario *s)
{
	return (struct tryout_limits){
	    .cpu_ms = scenario_within_limit(s) ? 3000 : 30000,
	    .memory_bytes = UINT64_C(4) << 30,
	    .last_stage = STAGE_FREED,
	    .closely = true,
	};
}

uint64_t tryout_usual_ms(const struct scenario *s)
{
	uint64_t longest = tryout_limits_of(s).cpu_ms;
	uint64_t usual = USUAL_MS + scenario_max_pages(s) / PAGES_PER_MS;

	return usual < longest ? usual : longest;
}

struct tryout {
	struct machine_pair pair;
	struct tryout_shared *shared;
	int output;      /* a memory file: what the child prints */
	pid_t child;     /* 0: none */
	uintptr_t stack; /* where the child's begins */
	int to_child, from_child;
};

static _Noreturn void give_up(const char *what)
{
	fprintf(stderr, "mminit: %s: %s\n", what, strerror(errno));
	exit(2);
}

struct tryout *tryout_open(void)
{
	struct tryout *t = calloc(1, sizeof(*t));

	if (!t)
		give_up("a child process");
	t->shared = mmap(NULL, sizeof(*t->shared), PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (t->shared == MAP_FAILED)
		give_up("memory shared with a child process");
	t->stack = (uintptr_t)__builtin_frame_address(0) - DEEPER_BYTES;
	t->output = memfd_create("mminit-output", MFD_CLOEXEC);
	if (t->output < 0)
		give_up("a file for what a child process prints");
	signal(SIGPIPE, SIG_IGN); /* of a child that is gone */
	pair_open(&t->pair);
	return t;
}

static void end_child(struct tryout *t)
{
	if (!t->child)
		return;
	kill(t->child, SIGKILL);
	waitpid(t->child, NULL, 0);
	close(t->to_child);
	close(t->from_child);
	t->child = 0;
}

void tryout_close(struct tryout *t)
{
	end_child(t);
	pair_close(&t->pair);
	munmap(t->shared, sizeof(*t->shared));
	close(t->output);
	free(t);
}

/* At the same place of the stack, wherever it is called from: addresses that one child has told are
 * those of the next one too. */
__attribute__((noinline)) static _Noreturn void run_child(struct tryout *t, int from_parent,
							  int to_parent)
{
	char *deeper = alloca((uintptr_t)__builtin_frame_address(0) - t->stack);

	__asm__ volatile("" : : "r"(deeper) : "memory"); /* or the compiler would leave it out */
	dup2(t->output, STDOUT_FILENO);
	dup2(t->output, STDERR_FILENO);
	tryout_child(t->shared, &t->pair, from_parent, to_parent);
}

static void start_child(struct tryout *t)
{
	int to[2], from[2];

	if (pipe2(to, O_CLOEXEC) < 0 || pipe2(from, O_CLOEXEC) < 0)
		give_up("a pipe");
	fflush(NULL);
	t->child = fork();
	if (t->child < 0)
		give_up("a child process");
	if (t->child == 0) {
		close(to[1]);
		close(from[0]);
		run_child(t, to[0], from[1]);
	}
	close(to[0]);
	close(from[1]);
	t->to_child = to[1];
	t->from_child = from[0];
}

static bool ask(struct tryout *t, char what)
{
	return write(t->to_child, &what, 1) == 1;
}

static uint64_t milliseconds(clockid_t clock)
{
	struct timespec now = {0, 0};

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static uint64_t resident_bytes(pid_t pid)
{
	unsigned long size, resident = 0;
	char name[64];
	FILE *file;

	snprintf(name, sizeof(name), "/proc/%d/statm", (int)pid);
	file = fopen(name, "r");
	if (!file)
		return 0;
	if (fscanf(file, "%lu %lu", &size, &resident) != 2)
		resident = 0;
	fclose(file);
	return resident * (uint64_t)sysconf(_SC_PAGESIZE);
}

/* What the child says next: 0 if it is gone, -1 if it says nothing for so long. */
static int listen_to(struct tryout *t, int timeout_ms)
{
	struct pollfd fd = {.fd = t->from_child, .events = POLLIN};
	char said;
	int ready = poll(&fd, 1, timeout_ms);

	if (ready <= 0)
		return -1;
	return read(t->from_child, &said, 1) == 1 ? said : 0;
}

/* Waits for the end of a run, within its limits. Returns what the child said, 0 if it is gone, or
 * -TRYOUT_HANG or -TRYOUT_MEMORY. */
static int wait_for_end(struct tryout *t, const struct tryout_limits *limits)
{
	uint64_t wall = milliseconds(CLOCK_MONOTONIC);
	uint64_t wall_limit = limits->cpu_ms * WALL_FACTOR + WALL_LEAST_MS;
	uint64_t cpu = 0;
	clockid_t clock;

	if (clock_getcpuclockid(t->child, &clock) != 0)
		return 0;
	cpu = milliseconds(clock);
	for (;;) {
		int said = listen_to(t, POLL_MS);

		if (said >= 0)
			return said;
		if (milliseconds(clock) - cpu > limits->cpu_ms ||
		    milliseconds(CLOCK_MONOTONIC) - wall > wall_limit)
			return -TRYOUT_HANG;
		if (resident_bytes(t->child) > limits->memory_bytes)
			return -TRYOUT_MEMORY;
	}
}

static void pause_ms(long ms)
{
	const struct timespec time = {.tv_nsec = ms * 1000000};

	nanosleep(&time, NULL);
}

static bool child_is_gone(const struct tryout *t)
{
	struct pollfd fd = {.fd = t->from_child};

	return poll(&fd, 1, 0) == 1 && (fd.revents & (POLLHUP | POLLERR));
}

/* On a busy machine a child may not have run at all between two looks. */
static void let_child_run(struct tryout *t)
{
	uint64_t end = milliseconds(CLOCK_MONOTONIC) + SAMPLE_GAP_LONGEST, from;
	clockid_t clock;

	if (clock_getcpuclockid(t->child, &clock) != 0)
		return;
	from = milliseconds(clock);
	do
		pause_ms(SAMPLE_GAP_MS);
	while (milliseconds(clock) < from + SAMPLE_GAP_MS && milliseconds(CLOCK_MONOTONIC) < end);
}

/* Where the child is, several times over. After the last sample it answers questions, and before
 * that, if it is to be looked at closely, goes on for a while instruction by instruction. */
static void sample(struct tryout *t)
{
	struct tryout_shared *shared = t->shared;
	uint64_t end = milliseconds(CLOCK_MONOTONIC) + ANSWER_WAIT_MS;

	for (uint32_t i = 0; i < TRYOUT_MAX_SAMPLES; i++) {
		if (i)
			let_child_run(t);
		if (kill(t->child, SIGUSR1) < 0)
			break;
		while (shared->nr_samples == i && !child_is_gone(t) &&
		       milliseconds(CLOCK_MONOTONIC) < end)
			pause_ms(SAMPLE_GAP_MS);
	}
	if (shared->closely)
		listen_to(t, ANSWER_WAIT_MS);
	shared->result.nr_stacks = shared->nr_samples;
}

static void read_output(struct tryout *t, struct tryout_result *result)
{
	ssize_t got = pread(t->output, result->output, sizeof(result->output) - 1, 0);

	result->output[got > 0 ? got : 0] = '\0';
}

static void forget_output(struct tryout *t)
{
	if (ftruncate(t->output, 0) < 0 || lseek(t->output, 0, SEEK_SET) < 0)
		give_up("what a child process printed");
}

static void prepare(struct tryout *t, const struct scenario *s, enum how how,
		    const struct tryout_limits *limits)
{
	struct tryout_result *result = &t->shared->result;

	scenario_copy(&t->shared->scenario, s);
	t->shared->how = how;
	t->shared->last_stage = limits->last_stage;
	t->shared->closely = limits->closely;
	t->shared->preparing = false;
	t->shared->nr_samples = 0;
	result->end = TRYOUT_DIED;
	result->signal = result->code = 0;
	result->address = 0;
	result->nr_stacks = 0;
	result->output[0] = '\0';
}

static void run_once(struct tryout *t, const struct tryout_limits *limits)
{
	struct tryout_result *result = &t->shared->result;
	int said = ask(t, ASK_RUN) ? wait_for_end(t, limits) : 0;

	if (said == -TRYOUT_HANG) {
		sample(t);
		result->end = TRYOUT_HANG;
	} else if (said == -TRYOUT_MEMORY) {
		result->end = TRYOUT_MEMORY;
	}
	/* Gone, while writing down its crash at the worst: what is written stands. */
	if (said != SAY_DONE)
		read_output(t, result);
	if (t->shared->preparing) {
		end_child(t);
		result->end = TRYOUT_AGREE;
	}
}

void tryout_run(struct tryout *t, const struct scenario *s, enum how how, bool fresh,
		const struct tryout_limits *limits, struct tryout_result *result)
{
	struct tryout_result *shared = &t->shared->result;

	/* One that crashed or hung, or waits for questions, does not boot again. */
	if (fresh || (shared->end != TRYOUT_AGREE && shared->end != TRYOUT_DIFFER))
		end_child(t);
	if (!t->child) {
		forget_output(t);
		start_child(t);
	}
	prepare(t, s, how, limits);
	run_once(t, limits);
	memcpy(result, shared, offsetof(struct tryout_result, output));
	strcpy(result->output, shared->output);
}

bool tryout_run_to(struct tryout *t, uint64_t at, struct tryout_result *result)
{
	struct scenario *s = malloc(sizeof(*s));
	struct tryout_limits limits;
	bool there;

	if (!s)
		give_up("a scenario");
	scenario_copy(s, &t->shared->scenario);
	limits = tryout_limits_of(s);
	limits.last_stage = t->shared->last_stage;
	t->shared->break_at = at;
	tryout_run(t, s, t->shared->how, true, &limits, result);
	t->shared->break_at = 0;
	there = result->end == TRYOUT_CRASH && result->signal == SIGTRAP;
	if (!there)
		tryout_run(t, s, t->shared->how, true, &limits, result);
	free(s);
	return there;
}

int tryout_locate(struct tryout *t, uint64_t address, char *text, size_t size)
{
	int said;

	if (!t->child)
		return -1;
	t->shared->query = address;
	if (!ask(t, ASK_LOCATE))
		return -1;
	said = listen_to(t, ANSWER_WAIT_MS);
	if (said != SAY_ANSWER || t->shared->answered_by < 0)
		return -1;
	snprintf(text, size, "%s", t->shared->answer);
	return t->shared->answered_by;
}

bool tryout_trace(struct tryout *t, struct loop_trace *trace)
{
	if (!t->child || t->shared->result.end != TRYOUT_HANG || !ask(t, ASK_TRACE) ||
	    listen_to(t, ANSWER_WAIT_MS) != SAY_ANSWER)
		return false;
	*trace = t->shared->trace;
	return trace->nr > 0;
}

/* What a boot reads of the stack that nobody wrote is this, and not what an earlier one or the
 * parent of this process has left there: zero as in a process that has just begun, or something. */
__attribute__((noinline)) static void paint_stack(int value)
{
	char paint[PAINTED_BYTES];

	memset(paint, value, sizeof(paint));
	__asm__ volatile("" : : "r"(paint) : "memory"); /* or the compiler would leave it out */
}

void tryout_boot(struct machine_pair *pair, const struct scenario *s, enum how how,
		 enum stage last_stage, volatile bool *preparing, struct boot_result *boot)
{
	static struct scenario other;

	*preparing = true;
	for (uint32_t i = 0; how == HOW_AFTER_OTHERS && other_machine(i, s->geometry, &other); i++)
		verdict(pair, &other, false, STAGE_FREED, boot);
	paint_stack(how == HOW_AFTER_OTHERS || how == HOW_PAINTED ? SOMETHING : 0);
	*preparing = false;
	if (how == HOW_TWICE)
		verdict(pair, s, false, STAGE_FREED, boot);
	verdict(pair, s, how == HOW_THOROUGH, last_stage, boot);
}

void tryout_observe(struct machine_pair *pair, const struct scenario *s, enum how how,
		    const struct tryout_result *result, struct boot_result *boot)
{
	bool preparing;

	*boot = (struct boot_result){.differs = false};
	if (result->end == TRYOUT_AGREE || result->end == TRYOUT_DIFFER)
		tryout_boot(pair, s, how, STAGE_FREED, &preparing, boot);
	else if (result->place.stage > STAGE_E820)
		pair_boot(pair, s, (enum stage)(result->place.stage - 1), NR_STAGES, boot);
}
