#define _GNU_SOURCE
#include "run.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "state.h"

enum { PROGRESS_SECONDS = 5, SAVE_SECONDS = 10 };

static volatile sig_atomic_t interrupted;

static void on_signal(int sig)
{
	(void)sig;
	interrupted = 1;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* How the pass began, for its speed. */
struct progress {
	double started;
	double printed;
	double saved;
	uint64_t done_before;
};

static void print_progress(const struct search *search, struct progress *p, bool last)
{
	uint64_t done = atomic_load(&search->shared->nr_done);
	uint64_t all = search->nr_cases[search->pass];
	double seconds = now() - p->started;
	double speed = seconds > 0 ? (double)(done - p->done_before) / seconds : 0;

	if (!last && now() - p->printed < PROGRESS_SECONDS)
		return;
	p->printed = now();
	fprintf(stderr, "%-9s %12" PRIu64 " of %" PRIu64 "  %3.0f%%  %.0f/s",
		pass_names[search->pass], done, all,
		all ? 100.0 * (double)done / (double)all : 100.0, speed);
	if (!last && speed > 0)
		fprintf(stderr, "  %.0f s left", (double)(all - done) / speed);
	fputc('\n', stderr);
}

static bool start(struct search *search, unsigned int job)
{
	int pid;

	atomic_store(&search->shared->at[job], UINT64_MAX);
	pid = fork();
	if (pid == 0) {
		/* The terminal's interrupt goes to all; the first process ends the others. */
		signal(SIGINT, SIG_IGN);
		prctl(PR_SET_PDEATHSIG, SIGKILL); /* if it is killed, too */
		search_work(search, job);
	}
	search->pids[job] = pid > 0 ? pid : 0;
	return pid > 0;
}

/* A process that did not end by itself: its case is a finding, unless one was found before. */
static void bury(struct search *search, unsigned int job, int status)
{
	struct finding *f = &search->shared->finding;
	uint64_t number = atomic_load(&search->shared->at[job]);

	search->pids[job] = 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return;
	atomic_store(&search->shared->stop, true);
	if (f->found && f->number <= number)
		return;
	*f = (struct finding){.found = true,
			      .broke = true,
			      .sig = WIFSIGNALED(status) ? WTERMSIG(status) : 0,
			      .pass = search->pass,
			      .number = number};
}

/* Waits for processes that have ended; how many are left. */
static unsigned int reap(struct search *search)
{
	unsigned int left = 0;

	for (unsigned int job = 0; job < search->jobs; job++) {
		int status;

		if (search->pids[job] &&
		    waitpid(search->pids[job], &status, WNOHANG) == search->pids[job])
			bury(search, job, status);
		left += search->pids[job] != 0;
	}
	return left;
}

static const char *save(const struct search *search, const char *state, struct progress *p,
			bool last)
{
	if (!state || (!last && now() - p->saved < SAVE_SECONDS))
		return NULL;
	p->saved = now();
	return state_save(search, state);
}

/* One pass, to its end or to that of the search. NULL, or what went wrong. */
static const char *run_pass(struct search *search, const char *state)
{
	struct progress p = {.started = now(),
			     .printed = now(),
			     .saved = now(),
			     .done_before = atomic_load(&search->shared->nr_done)};
	const char *wrong = NULL;

	for (unsigned int job = 0; job < search->jobs && !wrong; job++)
		if (!start(search, job))
			wrong = strerror(errno);
	while (reap(search) > 0) {
		const struct timespec pause = {.tv_nsec = 20000000};

		nanosleep(&pause, NULL);
		if (interrupted || wrong)
			atomic_store(&search->shared->stop, true);
		print_progress(search, &p, false);
		if (!wrong)
			wrong = save(search, state, &p, false);
	}
	search_end(search);
	print_progress(search, &p, true);
	if (!wrong)
		wrong = save(search, state, &p, true);
	if (!wrong && atomic_load(&search->shared->crowded))
		wrong = "more distinct maps than there is room for";
	return wrong;
}

enum run_end run_search(struct search *search, const char *state, const char **wrong)
{
	struct sigaction action = {.sa_handler = on_signal};

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	for (;;) {
		*wrong = run_pass(search, state);
		if (*wrong)
			return RUN_FAILED;
		if (search->shared->finding.found)
			return RUN_FINDING;
		if (interrupted)
			return RUN_STOPPED;
		if (search->pass + 1 == NR_PASSES)
			return RUN_COMPLETE;
		search_begin(search, (enum pass)(search->pass + 1));
	}
}
