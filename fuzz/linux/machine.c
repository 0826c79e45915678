#include "machine.h"

#include <string.h>
#include <sys/mman.h>

#include "copy.h"

static size_t image_bytes(const struct linux_image *image)
{
	return (size_t)(image->end - image->start);
}

static void *map(size_t bytes)
{
	void *memory =
	    mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return memory == MAP_FAILED ? NULL : memory;
}

/* The variables as the linker left them: nobody has run yet. */
static bool keep_power_on(struct linux_image *image)
{
	static const char zero[LINUX_LINE_BYTES];
	size_t nr = image_bytes(image) / LINUX_LINE_BYTES;

	if (image->at_power_on)
		return true;
	image->at_power_on = map(image_bytes(image));
	image->lines = map(nr * sizeof(*image->lines));
	if (!image->at_power_on || !image->lines)
		return false;
	linux_copy(image->at_power_on, image->start, image_bytes(image));
	for (size_t i = 0; i < nr; i++)
		if (memcmp(image->at_power_on + i * LINUX_LINE_BYTES, zero, sizeof(zero)))
			image->lines[image->nr_lines++] = (uint32_t)i;
	return true;
}

/* Nearly all of them are zero, and writing that is half the work of copying it. */
static void power_on(struct linux_image *image)
{
	linux_zero(image->start, image_bytes(image));
	for (size_t i = 0; i < image->nr_lines; i++) {
		size_t at = image->lines[i] * (size_t)LINUX_LINE_BYTES;

		linux_copy(image->start + at, image->at_power_on + at, LINUX_LINE_BYTES);
	}
}

static bool open_lists(struct linux_machine *m)
{
	return linux_list_open(&m->calls, sizeof(struct obs_e820_call)) &&
	       linux_list_open(&m->dropped, sizeof(struct obs_e820_dropped)) &&
	       linux_list_open(&m->nosave, sizeof(struct obs_nosave_range)) &&
	       linux_list_open(&m->results, sizeof(struct obs_memblock_op)) &&
	       linux_list_open(&m->events, sizeof(struct obs_memblock_event)) &&
	       linux_list_open(&m->marks, sizeof(struct obs_reserve_mark)) &&
	       linux_list_open(&m->chunks, sizeof(struct obs_chunk));
}

struct linux_machine *linux_machine_open(struct linux_image *image)
{
	struct linux_machine *m = map(sizeof(*m));

	if (!m)
		return NULL;
	m->image = image;
	if (keep_power_on(image) && linux_tables_open(&m->tables) && open_lists(m)) {
		m->variables = map(image_bytes(image));
		if (m->variables)
			return m;
	}
	linux_machine_close(m);
	return NULL;
}

void linux_machine_close(struct linux_machine *m)
{
	struct linux_list *const lists[] = {&m->calls,  &m->dropped, &m->nosave, &m->results,
					    &m->events, &m->marks,   &m->chunks};

	if (m->image->running == m)
		m->image->running = NULL;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		linux_list_close(lists[i]);
	linux_tables_close(&m->tables);
	if (m->variables)
		munmap(m->variables, image_bytes(m->image));
	munmap(m, sizeof(*m));
}

static void stop_running(struct linux_image *image)
{
	if (image->running)
		linux_copy(image->running->variables, image->start, image_bytes(image));
}

void linux_machine_run(struct linux_machine *m)
{
	struct linux_image *image = m->image;

	if (image->running == m)
		return;
	stop_running(image);
	linux_copy(image->start, m->variables, image_bytes(image));
	image->running = m;
}

void linux_machine_reset(struct linux_machine *m)
{
	struct linux_image *image = m->image;

	if (image->running != m)
		stop_running(image);
	power_on(image);
	image->running = m;
	linux_tables_reset(&m->tables);
	m->outcome = OUTCOME_OK;
	m->known = NULL;
	m->table_given_back = false;
	m->limit = NULL;
	m->calls.nr = m->dropped.nr = m->nosave.nr = m->results.nr = 0;
	m->events.nr = m->marks.nr = m->chunks.nr = 0;
	m->nr_early_events = 0;
	m->warn = (struct obs_memblock_warn){0};
	m->released_pages = 0;
	m->gap_found = false;
	m->gap_start = m->gap_size = m->max_low_pfn = 0;
}
