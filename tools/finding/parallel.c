#include "parallel.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tools/shared_memory.h"

enum {
	MAX_JOBS = 256,
	WAIT_MS = 20,
	TERMINAL_MS = 1000, /* between two lines of progress */
	FILE_MS = 10000,
	NO_NUMBER = UINT32_MAX,
};

struct shared {
	_Atomic uint32_t next;
	_Atomic uint32_t done;
	_Atomic uint32_t at[MAX_JOBS]; /* the number that each process is at */
	_Atomic bool stop;
};

/* Of the children, and of the handler of signals here. */
static struct shared *shared;

struct run {
	const struct parallel_work *work;
	uint32_t nr, nr_running;
	pid_t children[MAX_JOBS]; /* 0: none */
};

bool parallel_stopping(void)
{
	return shared->stop;
}

static void on_interrupt(int number)
{
	(void)number;
	shared->stop = true;
}

/* The second one has the default action. */
static void catch_interrupts(struct sigaction *old)
{
	struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND};

	sigaction(SIGINT, &action, &old[0]);
	sigaction(SIGTERM, &action, &old[1]);
}

static void release_interrupts(const struct sigaction *old)
{
	sigaction(SIGINT, &old[0], NULL);
	sigaction(SIGTERM, &old[1], NULL);
}

static _Noreturn void be_child(const struct run *run, uint32_t self)
{
	const struct parallel_work *work = run->work;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGINT, SIG_IGN); /* Ctrl-C is for the parent, which passes it on */
	signal(SIGTERM, SIG_DFL);
	if (work->start)
		work->start(work->context);
	while (!shared->stop) {
		uint32_t i = shared->next++;

		if (i >= run->nr)
			break;
		shared->at[self] = i;
		work->work(work->context, i);
		shared->at[self] = NO_NUMBER;
		shared->done++;
	}
	_exit(0);
}

static bool start_child(struct run *run, uint32_t self)
{
	pid_t pid;

	fflush(NULL);
	shared->at[self] = NO_NUMBER;
	pid = fork();
	if (pid == 0)
		be_child(run, self);
	run->children[self] = pid > 0 ? pid : 0;
	run->nr_running += pid > 0;
	return pid > 0;
}

static void print_progress(const struct run *run, bool last)
{
	bool terminal = isatty(STDERR_FILENO);

	fprintf(stderr, "%s%s: %u of %u%s", terminal ? "\r" : "", run->work->what, shared->done,
		run->nr, terminal && !last ? "  " : "\n");
}

/* A child has ended. One that was at a number is replaced; one that ended badly without being at
 * any would do so again. Returns false then. */
static bool take_end(struct run *run, uint32_t self, int status)
{
	uint32_t at = shared->at[self];

	run->children[self] = 0;
	run->nr_running--;
	if (at == NO_NUMBER)
		return WIFEXITED(status) && WEXITSTATUS(status) == 0;
	run->work->lost(run->work->context, at);
	shared->done++;
	return shared->stop || start_child(run, self);
}

static bool wait_for_all(struct run *run)
{
	const uint32_t gap_ms = isatty(STDERR_FILENO) ? TERMINAL_MS : FILE_MS;
	const struct timespec pause = {.tv_nsec = WAIT_MS * 1000000L};
	uint32_t waited_ms = 0;
	bool good = true;

	while (run->nr_running) {
		for (uint32_t i = 0; i < MAX_JOBS; i++) {
			int status;

			if (run->children[i] &&
			    waitpid(run->children[i], &status, WNOHANG) == run->children[i])
				good &= take_end(run, i, status);
		}
		if (!run->nr_running)
			break;
		nanosleep(&pause, NULL);
		waited_ms += WAIT_MS;
		if (waited_ms % gap_ms == 0)
			print_progress(run, false);
	}
	print_progress(run, true);
	return good;
}

enum parallel_end parallel_for(uint32_t nr, uint32_t jobs, const struct parallel_work *work)
{
	struct run run = {.work = work, .nr = nr};
	enum parallel_end end = PARALLEL_DONE;
	struct sigaction old[2];
	bool good = true;

	if (!nr)
		return PARALLEL_DONE;
	if (!jobs)
		jobs = (uint32_t)sysconf(_SC_NPROCESSORS_ONLN);
	jobs = jobs > MAX_JOBS ? MAX_JOBS : jobs;
	jobs = jobs > nr ? nr : jobs;
	shared = shared_memory(sizeof(*shared));
	catch_interrupts(old);
	for (uint32_t i = 0; i < jobs; i++)
		good &= start_child(&run, i) || run.nr_running > 0;
	good &= wait_for_all(&run);
	release_interrupts(old);
	if (shared->done < nr)
		end = good && shared->stop ? PARALLEL_STOPPED : PARALLEL_FAILED;
	munmap(shared, sizeof(*shared));
	return end;
}
