/*
 * multiply SEED NR MMINIT FROM... TO: many findings from a few, for tools/triage-check.
 *
 * Mutates the scenarios in the files FROM, again and again, and what it has found by then, and
 * writes as bytes to the folder TO each distinct input that fails in this build, until there are
 * NR. All choices follow from SEED. MMINIT is the command of another build: an input that its plain
 * `run` says to agree is replaced by another. Prints how many were.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../mminit.h"
#include "../output.h"
#include "given.h"
#include "mutate.h"
#include "scenario_bytes.h"
#include "tryout.h"

enum {
	MAX_INPUTS = 8192,
	MAX_MUTATIONS = 6, /* of one input at once */
	MAX_TRIES = 1000,  /* for each that is wanted */
};

struct input {
	uint8_t *data;
	size_t size;
};

static struct input inputs[MAX_INPUTS];
static uint32_t nr_inputs;

static bool add_input(const uint8_t *data, size_t size)
{
	struct input *input = &inputs[nr_inputs];

	for (uint32_t i = 0; i < nr_inputs; i++)
		if (inputs[i].size == size && !memcmp(inputs[i].data, data, size))
			return false;
	if (nr_inputs == MAX_INPUTS)
		return false;
	input->data = malloc(size + 1);
	if (!input->data)
		exit(2);
	memcpy(input->data, data, size);
	input->size = size;
	nr_inputs++;
	return true;
}

static void read_inputs(char **paths, int nr)
{
	static struct scenario s;
	static uint8_t bytes[SC_MAX_BYTES];

	for (int i = 0; i < nr; i++) {
		struct given given;
		size_t size;

		if (!given_load_all(paths[i], &s, &given))
			exit(2);
		size = given.bytes ? 0 : scenario_encode(&s, bytes, sizeof(bytes));
		if (given.bytes)
			add_input(given.bytes, given.size);
		else if (size)
			add_input(bytes, size);
		given_free(&given);
	}
}

static size_t mutated(struct random *r, uint8_t *out, size_t capacity)
{
	const struct input *from = &inputs[random_below(r, nr_inputs)];
	uint64_t mutations = 1 + random_below(r, MAX_MUTATIONS);
	size_t size = from->size < capacity ? from->size : capacity;

	memcpy(out, from->data, size);
	while (mutations--)
		size = mutate_bytes(out, size, capacity, random_next(r));
	return size;
}

/* In a process of its own, so that no input fails for what another one has left behind. */
static bool fails(struct tryout *t, const struct scenario *s)
{
	static struct tryout_result result;
	struct tryout_limits limits = tryout_limits_of(s);

	limits.cpu_ms = tryout_usual_ms(s);
	limits.closely = false;
	tryout_run(t, s, HOW_PLAIN, true, &limits, &result);
	return result.end != TRYOUT_AGREE;
}

static _Noreturn void run_command(const char *mminit, const char *path, uint64_t cpu_ms)
{
	const struct itimerval limit = {
	    .it_value = {.tv_sec = (time_t)(cpu_ms / 1000),
			 .tv_usec = (suseconds_t)(cpu_ms % 1000 * 1000)}};
	int nowhere = open("/dev/null", O_WRONLY);

	dup2(nowhere, STDOUT_FILENO);
	dup2(nowhere, STDERR_FILENO);
	setitimer(ITIMER_PROF, &limit, NULL); /* its signal ends the program */
	execl(mminit, mminit, "run", path, (char *)NULL);
	_exit(EXIT_UNUSABLE);
}

/* What `mminit run` makes of a file: by its status, or by the signal that ends it. */
static bool fails_there(const char *mminit, const char *path, uint64_t cpu_ms)
{
	pid_t child = fork();
	int status;

	if (child == 0)
		run_command(mminit, path, cpu_ms);
	if (child < 0 || waitpid(child, &status, 0) != child ||
	    (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_UNUSABLE)) {
		fprintf(stderr, "%s run %s cannot be run\n", mminit, path);
		exit(2);
	}
	return !WIFEXITED(status) || WEXITSTATUS(status) != EXIT_AGREE;
}

static void write_input(const char *path, const uint8_t *data, size_t size)
{
	if (!output_write(path, data, size)) {
		perror(path);
		exit(2);
	}
}

struct work {
	struct tryout *tryout;
	uint64_t seed;
	uint32_t wanted, found, replaced;
	const char *mminit, *to;
};

static void try_input(struct work *w, const uint8_t *data, size_t size)
{
	static struct scenario s;
	char path[4096];

	scenario_decode(data, size, &s);
	if (!fails(w->tryout, &s) || !add_input(data, size))
		return;
	snprintf(path, sizeof(path), "%s/%" PRIu64 "-%05" PRIu32 ".bin", w->to, w->seed, w->found);
	write_input(path, data, size);
	if (fails_there(w->mminit, path, tryout_usual_ms(&s))) {
		w->found++;
	} else {
		unlink(path);
		w->replaced++;
	}
}

int main(int argc, char **argv)
{
	static uint8_t bytes[1 << 16];
	struct work w = {.tryout = tryout_open()};
	struct random r;

	if (argc < 6)
		return 2;
	r.state = w.seed = strtoull(argv[1], NULL, 10);
	w.wanted = (uint32_t)strtoul(argv[2], NULL, 10);
	w.mminit = argv[3];
	w.to = argv[argc - 1];
	read_inputs(argv + 4, argc - 5);
	for (uint64_t tries = 0;
	     nr_inputs && w.found < w.wanted && tries < MAX_TRIES * (uint64_t)w.wanted; tries++)
		try_input(&w, bytes, mutated(&r, bytes, sizeof(bytes)));
	tryout_close(w.tryout);
	printf("%" PRIu32 "\n", w.replaced);
	return w.found == w.wanted ? 0 : 1;
}
