#include "parallel.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tools/shared_memory.h"

enum { MAX_JOBS = 256, PROGRESS_MS = 1000, WAIT_MS = 20 };

struct shared {
	_Atomic uint32_t next;
	_Atomic uint32_t done;
};

static void pause_ms(long ms)
{
	const struct timespec time = {.tv_nsec = ms * 1000000};

	nanosleep(&time, NULL);
}

static void print_progress(const char *what, uint32_t done, uint32_t nr)
{
	bool terminal = isatty(STDERR_FILENO);

	fprintf(stderr, "%s%s: %u of %u%s", terminal ? "\r" : "", what, done, nr,
		terminal && done < nr ? "  " : "\n");
}

/* Waits for all children; true if each ended well. */
static bool wait_for(pid_t *children, uint32_t jobs, const char *what, const struct shared *shared,
		     uint32_t nr)
{
	uint32_t running = jobs, waited_ms = 0;
	bool good = true;

	while (running) {
		int status;
		pid_t ended = waitpid(-1, &status, WNOHANG);

		if (ended > 0) {
			for (uint32_t i = 0; i < jobs; i++)
				if (children[i] == ended) {
					running--;
					good &= WIFEXITED(status) && WEXITSTATUS(status) == 0;
				}
			continue;
		}
		if (ended < 0)
			return false;
		pause_ms(WAIT_MS);
		waited_ms += WAIT_MS;
		if (waited_ms % PROGRESS_MS == 0)
			print_progress(what, shared->done, nr);
	}
	print_progress(what, shared->done, nr);
	return good && shared->done == nr;
}

bool parallel_for(uint32_t nr, uint32_t jobs, const char *what, void (*start)(void *context),
		  void (*work)(void *context, uint32_t i), void *context)
{
	struct shared *shared = shared_memory(sizeof(*shared));
	pid_t children[MAX_JOBS];
	uint32_t started = 0;
	bool good;

	if (!jobs)
		jobs = (uint32_t)sysconf(_SC_NPROCESSORS_ONLN);
	jobs = jobs > MAX_JOBS ? MAX_JOBS : jobs;
	jobs = jobs > nr ? nr : jobs;
	fflush(NULL);
	for (; started < jobs; started++) {
		children[started] = fork();
		if (children[started] < 0)
			break;
		if (children[started] > 0)
			continue;
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (start)
			start(context);
		for (uint32_t i; (i = shared->next++) < nr; shared->done++)
			work(context, i);
		_exit(0);
	}
	good = started > 0 || nr == 0;
	if (started)
		good = wait_for(children, started, what, shared, nr);
	munmap(shared, sizeof(*shared));
	return good;
}
