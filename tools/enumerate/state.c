#include "state.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char magic[16] = "mminit enumera2";

struct header {
	char magic[16];
	struct space space;
	uint64_t program; /* its digest: what another one has tried proves nothing of this one */
	uint64_t pass;
	uint64_t nr_chunks;
	uint64_t nr_cases_done;
	uint64_t nr_whole[NR_PASSES];
	uint64_t nr_maps;
	uint64_t nr_memories;
};

static bool same_space(const struct space *a, const struct space *b)
{
	return a->base == b->base && a->cell == b->cell && a->nr_cells == b->nr_cells &&
	       a->max_regions == b->max_regions && a->max_reservations == b->max_reservations;
}

static uint64_t program_digest(void)
{
	static uint64_t hash;
	FILE *file;
	uint64_t word;

	if (hash)
		return hash;
	file = fopen("/proc/self/exe", "rb");
	hash = 1;
	while (file && fread(&word, sizeof(word), 1, file) == 1)
		hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15) + (hash >> 31);
	if (file)
		fclose(file);
	return hash;
}

static bool write_set(const struct distinct *set, uint64_t nr, FILE *file)
{
	for (uint64_t i = 0; nr > 0 && i < DISTINCT_CAPACITY; i++) {
		struct distinct_entry e = {atomic_load(&set->keys[i]),
					   atomic_load(&set->firsts[i])};

		if (!e.key || !e.first)
			continue;
		nr--;
		if (fwrite(&e, sizeof(e), 1, file) != 1)
			return false;
	}
	return nr == 0;
}

static bool read_set(struct distinct *set, uint64_t nr, FILE *file)
{
	struct distinct_entry e;

	for (; nr > 0; nr--)
		if (fread(&e, sizeof(e), 1, file) != 1 || !e.key || !e.first ||
		    !distinct_add(set, e.key, e.first - 1))
			return false;
	return true;
}

/* Keys whose number is there: one that is put in at this moment is not of a finished chunk. */
static uint64_t nr_complete(const struct distinct *set)
{
	uint64_t nr = 0;

	if (atomic_load(&set->nr) == 0)
		return 0;
	for (uint64_t i = 0; i < DISTINCT_CAPACITY; i++)
		nr += atomic_load(&set->keys[i]) && atomic_load(&set->firsts[i]);
	return nr;
}

/* What is done is noted before the sets: the sets hold at least what was found in it. */
static bool write_state(const struct search *search, FILE *file)
{
	const struct shared *shared = search->shared;
	uint64_t nr_chunks = search_nr_chunks(search);
	struct header h = {.space = search->space,
			   .program = program_digest(),
			   .pass = search->pass,
			   .nr_chunks = nr_chunks};
	uint32_t *done = malloc((nr_chunks + 1) * sizeof(*done));
	bool good;

	if (!done)
		return false;
	memcpy(h.magic, magic, sizeof(magic));
	memcpy(done, search->done, nr_chunks * sizeof(*done));
	memcpy(h.nr_whole, search->nr_whole, sizeof(h.nr_whole));
	for (uint64_t i = 0; i < nr_chunks; i++) {
		uint64_t first = i * search->chunk, left = search->nr_cases[search->pass] - first;

		if (done[i])
			h.nr_cases_done += left < search->chunk ? left : search->chunk;
	}
	h.nr_maps = nr_complete(&shared->maps);
	h.nr_memories = nr_complete(&shared->memories);
	good = fwrite(&h, sizeof(h), 1, file) == 1 &&
	       fwrite(done, sizeof(*done), nr_chunks, file) == nr_chunks &&
	       write_set(&shared->maps, h.nr_maps, file) &&
	       write_set(&shared->memories, h.nr_memories, file);
	free(done);
	return good;
}

const char *state_save(const struct search *search, const char *file)
{
	char name[4096];
	FILE *out;
	bool good;

	if (snprintf(name, sizeof(name), "%s.new", file) >= (int)sizeof(name))
		return "the name is too long";
	out = fopen(name, "wb");
	if (!out)
		return strerror(errno);
	good = write_state(search, out);
	if (fclose(out) || !good) {
		int error = errno;

		remove(name);
		return error ? strerror(error) : "could not be written";
	}
	return rename(name, file) ? strerror(errno) : NULL;
}

/* The passes before have ended: their numbers follow from the sets. */
static void begin_passes(struct search *search, enum pass last)
{
	for (int pass = 0; pass <= (int)last; pass++)
		search_begin(search, (enum pass)pass);
}

static const char *read_state(struct search *search, FILE *in)
{
	static const char no_sense[] = "no state of a search, or cut off";
	struct header h;

	if (fread(&h, sizeof(h), 1, in) != 1 || memcmp(h.magic, magic, sizeof(magic)) ||
	    h.pass >= NR_PASSES)
		return no_sense;
	if (!same_space(&h.space, &search->space))
		return "the state of another search: other options";
	if (h.program != program_digest())
		return "the state of another build of mminit: remove it to begin anew";

	long at = (long)(sizeof(h) + h.nr_chunks * sizeof(search->done[0]));

	if (fseek(in, at, SEEK_SET) || h.nr_maps > DISTINCT_MOST || h.nr_memories > DISTINCT_MOST ||
	    !read_set(&search->shared->maps, h.nr_maps, in) ||
	    !read_set(&search->shared->memories, h.nr_memories, in) || fgetc(in) != EOF)
		return no_sense;
	begin_passes(search, (enum pass)h.pass);
	if (h.nr_chunks != search_nr_chunks(search) || fseek(in, sizeof(h), SEEK_SET) ||
	    fread(search->done, sizeof(search->done[0]), h.nr_chunks, in) != h.nr_chunks)
		return no_sense;
	memcpy(search->nr_whole, h.nr_whole, sizeof(h.nr_whole));
	atomic_store(&search->shared->nr_done, h.nr_cases_done);
	return NULL;
}

const char *state_load(struct search *search, const char *file)
{
	FILE *in = fopen(file, "rb");
	const char *wrong;

	if (!in && errno == ENOENT) {
		search_begin(search, PASS_TABLES);
		return NULL;
	}
	if (!in)
		return strerror(errno);
	wrong = read_state(search, in);
	fclose(in);
	return wrong;
}
