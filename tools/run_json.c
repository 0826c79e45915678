#include "run_json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "run_json_mm.h"

enum { PG_RESERVED = 1 << 10, NR_ZONES = 4 };

struct json_object *run_json_address(uint64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "0x%016" PRIx64, value);
	return json_object_new_string(text);
}

static void add(struct json_object *object, const char *key, struct json_object *value)
{
	json_object_object_add(object, key, value);
}

static void add_number(struct json_object *object, const char *key, uint64_t value)
{
	add(object, key, json_object_new_uint64(value));
}

/* A node number, or another small number that may be negative. */
static void add_signed(struct json_object *object, const char *key, uint64_t value)
{
	add(object, key, json_object_new_int64((int64_t)value));
}

static const char *zone_name(enum sc_geometry g, uint64_t zone)
{
	return zone < NR_ZONES ? sc_zone_name(g, (uint32_t)zone) : "?";
}

static struct json_object *e820_json(const struct observation *o)
{
	struct json_object *list = json_object_new_array();
	const struct obs_e820_entry *e = ROWS(o, e820_entry);

	for (uint64_t i = 0; i < NR_ROWS(o, e820_entry); i++) {
		struct json_object *entry = json_object_new_object();

		add(entry, "start", run_json_address(e[i].addr));
		add(entry, "end", run_json_address(e[i].addr + e[i].size - 1));
		add_number(entry, "type", e[i].type);
		json_object_array_add(list, entry);
	}
	return list;
}

static struct json_object *regions_json(const struct obs_memory_region *r, uint64_t nr)
{
	struct json_object *list = json_object_new_array();

	for (uint64_t i = 0; i < nr; i++) {
		struct json_object *region;

		if (!r[i].size)
			continue; /* the dummy of an empty table */
		region = json_object_new_object();
		add(region, "base", run_json_address(r[i].base));
		add(region, "size", run_json_address(r[i].size));
		add_signed(region, "nid", r[i].nid);
		add_number(region, "flags", r[i].flags);
		json_object_array_add(list, region);
	}
	return list;
}

static struct json_object *memblock_json(const struct observation *o)
{
	struct json_object *memblock = json_object_new_object();

	add(memblock, "memory", regions_json(ROWS(o, memory_region), NR_ROWS(o, memory_region)));
	add(memblock, "reserved",
	    regions_json((const void *)ROWS(o, reserved_region), NR_ROWS(o, reserved_region)));
	return memblock;
}

/* The tables that say what is free, after mem_init or at the end. */
struct free_tables {
	const struct obs_zone_free *zone;
	uint64_t nr_zones;
	const struct obs_free_area *area;
	uint64_t nr_areas;
};

static void add_free(struct json_object *object, const struct free_tables *t, uint64_t nid,
		     uint64_t zone)
{
	struct json_object *areas = json_object_new_array();

	for (uint64_t i = 0; i < t->nr_zones; i++)
		if (t->zone[i].nid == nid && t->zone[i].zone == zone) {
			add_number(object, "managed", t->zone[i].managed);
			add_number(object, "free", t->zone[i].free);
		}
	for (uint64_t i = 0; i < t->nr_areas; i++)
		if (t->area[i].nid == nid && t->area[i].zone == zone)
			json_object_array_add(areas, json_object_new_uint64(t->area[i].nr_free));
	add(object, "free_area", areas);
}

static struct json_object *zones_json(const struct observation *o, const struct free_tables *t,
				      enum sc_geometry g)
{
	struct json_object *list = json_object_new_array();
	const struct obs_zone *z = ROWS(o, zone);

	for (uint64_t i = 0; i < NR_ROWS(o, zone); i++) {
		struct json_object *zone;

		if (!z[i].spanned)
			continue;
		zone = json_object_new_object();
		add_number(zone, "nid", z[i].nid);
		add(zone, "name", json_object_new_string(zone_name(g, z[i].zone)));
		add_number(zone, "start_pfn", z[i].start_pfn);
		add_number(zone, "spanned", z[i].spanned);
		add_number(zone, "present", z[i].present);
		if (t->nr_zones)
			add_free(zone, t, z[i].nid, z[i].zone);
		json_object_array_add(list, zone);
	}
	return list;
}

static struct json_object *reserved_json(const struct observation *o, uint64_t *pages)
{
	struct json_object *list = json_object_new_array();
	const struct obs_released_page_run *run = ROWS(o, released_page_run);
	uint64_t start = 0;
	uint64_t end = 0;

	*pages = 0;
	for (uint64_t i = 0; i <= NR_ROWS(o, released_page_run); i++) {
		bool last = i == NR_ROWS(o, released_page_run);

		if (!last && !(run[i].flags & PG_RESERVED))
			continue;
		if (start < end && (last || run[i].pfn != end)) {
			struct json_object *range = json_object_new_array();

			json_object_array_add(range, json_object_new_uint64(start));
			json_object_array_add(range, json_object_new_uint64(end));
			json_object_array_add(list, range);
			*pages += end - start;
			start = end;
		}
		if (last)
			break;
		if (start == end)
			start = run[i].pfn;
		end = run[i].pfn + run[i].nr;
	}
	return list;
}

static void add_release(struct json_object *object, const struct observation *o)
{
	const struct obs_release *r = ROWS(o, release);
	uint64_t reserved_pages;
	struct json_object *ranges = reserved_json(o, &reserved_pages);

	add_number(object, "totalram_pages", r->totalram);
	add_number(object, "num_physpages", r->physpages);
	add_number(object, "reserved_pages", reserved_pages);
	add(object, "reserved_ranges", ranges);
	add_number(object, "free_blocks", NR_ROWS(o, free_block));
}

static void add_late(struct json_object *object, const struct observation *o, enum sc_geometry g)
{
	struct json_object *late = json_object_new_object();
	struct free_tables t = {
	    .zone = (const void *)ROWS(o, late_zone_free),
	    .nr_zones = NR_ROWS(o, late_zone_free),
	    .area = (const void *)ROWS(o, late_free_area),
	    .nr_areas = NR_ROWS(o, late_free_area),
	};

	add(late, "outcome", json_object_new_string(outcome_name(o->late_outcome)));
	if (t.nr_zones)
		add(late, "zones", zones_json(o, &t, g));
	run_json_add_late(late, o);
	add(object, "late", late);
}

static struct json_object *digest_json(uint64_t digest)
{
	char text[24];

	snprintf(text, sizeof(text), "%016" PRIx64, digest);
	return json_object_new_string(text);
}

static void add_digests(struct json_object *object, const struct observation *o)
{
	struct json_object *stages = json_object_new_array();

	for (int i = 0; i <= (int)o->last_stage; i++) {
		struct json_object *stage;

		if (!(o->stages >> i & 1))
			continue;
		stage = json_object_new_object();
		add(stage, "name", json_object_new_string(stage_name((enum stage)i)));
		add(stage, "digest", digest_json(observation_stage_digest(o, (enum stage)i)));
		json_object_array_add(stages, stage);
	}
	add(object, "stages", stages);
	add(object, "digest", digest_json(observation_digest(o)));
}

/* Columns in bytes are written as addresses. */
static bool is_address(const char *column)
{
	static const char *const names[] = {
	    "addr",          "size",          "base",         "start",          "end",
	    "last",          "current_limit", "gap_start",    "gap_size",       "pci_mem_start",
	    "start_of_dram", "end_of_dram",   "memory_total", "reserved_total", "phys",
	    "pte_flags",     "pcpu_hole"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(names[i], column))
			return true;
	return false;
}

static struct json_object *table_json(const struct observation *o, int t)
{
	const struct obs_table_info *info = &obs_table_info[t];
	struct json_object *table = json_object_new_object();
	struct json_object *columns = json_object_new_array();
	struct json_object *rows = json_object_new_array();

	for (uint32_t c = 0; c < info->nr_columns; c++)
		json_object_array_add(columns, json_object_new_string(info->columns[c]));
	for (uint64_t r = 0; r < o->tables[t].nr_rows; r++) {
		struct json_object *row = json_object_new_array();
		const uint64_t *values = o->tables[t].rows + r * info->nr_columns;

		for (uint32_t c = 0; c < info->nr_columns; c++)
			json_object_array_add(row, is_address(info->columns[c])
						       ? run_json_address(values[c])
						       : json_object_new_int64((int64_t)values[c]));
		json_object_array_add(rows, row);
	}
	add(table, "columns", columns);
	add(table, "rows", rows);
	return table;
}

static struct json_object *full_json(const struct observation *o)
{
	struct json_object *full = json_object_new_object();

	for (int t = 0; t < OBS_NR_TABLES; t++)
		if (o->stages >> obs_table_info[t].stage & 1)
			add(full, obs_table_info[t].name, table_json(o, t));
	return full;
}

/* What a kernel tree's own code has of it: the stages up to memblock, and the release. */
static struct json_object *tree_json(const struct linux_lane *lane, bool full)
{
	const struct observation *o = &lane->observation;
	struct json_object *object = json_object_new_object();

	add(object, "version", json_object_new_string(lane->tree->version));
	add(object, "outcome", json_object_new_string(outcome_name(o->outcome)));
	add(object, "left", lane->left ? json_object_new_string(lane->left) : NULL);
	add(object, "e820", e820_json(o));
	if (NR_ROWS(o, memblock_state))
		add(object, "memblock", memblock_json(o));
	if (NR_ROWS(o, e820_scalars)) {
		add_number(object, "max_pfn", ROWS(o, e820_scalars)->max_pfn);
		add_number(object, "max_low_pfn", ROWS(o, e820_scalars)->max_low_pfn);
	}
	if (NR_ROWS(o, release))
		add_number(object, "totalram_pages", ROWS(o, release)->returned);
	if (full)
		add(object, "full", full_json(o));
	return object;
}

/* "linux" is the first tree of the scenario's release; further ones are numbered. */
static void add_trees(struct json_object *implementations, const struct linux_lanes *trees,
		      bool full)
{
	char name[24] = "linux";
	uint32_t nr = 0;

	for (uint32_t i = 0; i < trees->nr; i++) {
		const struct linux_lane *lane = &trees->lane[i];

		if (!lane->running && !lane->left)
			continue;
		if (nr++)
			snprintf(name, sizeof(name), "linux-%u", nr);
		add(implementations, name, tree_json(lane, full));
	}
}

static struct json_object *implementation_json(const struct observation *o, enum sc_geometry g,
					       bool memmap, bool full)
{
	struct json_object *object = json_object_new_object();
	bool released = NR_ROWS(o, release) > 0;
	struct free_tables t = {
	    .zone = ROWS(o, zone_free),
	    .nr_zones = NR_ROWS(o, zone_free),
	    .area = ROWS(o, free_area),
	    .nr_areas = NR_ROWS(o, free_area),
	};

	add(object, "outcome", json_object_new_string(outcome_name(o->outcome)));
	add(object, "e820", e820_json(o));
	if (NR_ROWS(o, memblock_state))
		add(object, "memblock", memblock_json(o));
	if (NR_ROWS(o, zones_scalars)) {
		add_number(object, "max_pfn", ROWS(o, zones_scalars)->max_pfn);
		add_number(object, "max_low_pfn", ROWS(o, zones_scalars)->max_low_pfn);
		add(object, "memmap", json_object_new_boolean(memmap));
		add(object, "zones", zones_json(o, &t, g));
	} else if (NR_ROWS(o, e820_scalars)) {
		add_number(object, "max_pfn", ROWS(o, e820_scalars)->max_pfn);
		add_number(object, "max_low_pfn", ROWS(o, e820_scalars)->max_low_pfn);
	}
	if (released)
		add_release(object, o);
	run_json_add_mm(object, o);
	if (o->last_stage > STAGE_MEM_INIT)
		add_late(object, o, g);
	add_digests(object, o);
	if (full)
		add(object, "full", full_json(o));
	return object;
}

/* One side of a difference: null where that side has nothing. */
static struct json_object *side_json(const struct difference *d, int side)
{
	if (!d->table && d->broken_by < 0)
		return json_object_new_string(outcome_name((enum outcome)d->value[side]));
	if (d->broken_by < 0 && !d->present[side])
		return NULL;
	if (is_address(d->field))
		return run_json_address(d->value[side]);
	return json_object_new_int64((int64_t)d->value[side]);
}

static struct json_object *difference_json(const struct difference *d,
					   const struct machine_pair *pair)
{
	struct json_object *object = json_object_new_object();
	char what[128];
	char key[160];

	difference_key(d, key, sizeof(key));
	if (d->broken_by >= 0)
		snprintf(what, sizeof(what), "%s breaks the law %s: %s",
			 pair->implementation[d->broken_by]->name, d->finding_class, d->field);
	else
		snprintf(what, sizeof(what), "%s%s%s", d->table ? d->table : "",
			 d->table ? " " : "", d->field);
	add(object, "stage", json_object_new_string(stage_name(d->stage)));
	add(object, "what", json_object_new_string(what));
	add(object, "finding", json_object_new_string(key));
	add(object, "pfn", d->has_pfn ? json_object_new_uint64(d->pfn) : NULL);
	if (d->broken_by >= 0) {
		/* The offender's value; the other side agrees with it, so the law's stands apart.
		 */
		for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
			add(object, pair->implementation[i]->name,
			    json_object_new_int64((int64_t)d->value[0]));
		add(object, "law", json_object_new_int64((int64_t)d->value[1]));
		return object;
	}
	if (d->tree) {
		add(object, "target", side_json(d, 0));
		add(object, "model", side_json(d, 0));
		add(object, "linux", side_json(d, 1));
		return object;
	}
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
		add(object, pair->implementation[i]->name, side_json(d, i));
	if (d->witness)
		add(object, "linux",
		    d->witness_present ? json_object_new_int64((int64_t)d->witness_value) : NULL);
	return object;
}

struct json_object *run_json(const char *file, const struct scenario *s,
			     const struct machine_pair *pair, const struct boot_result *result,
			     bool full)
{
	struct json_object *object = json_object_new_object();
	struct json_object *implementations = json_object_new_object();

	add(object, "scenario", json_object_new_string(file));
	add(object, "verdict", json_object_new_string(result->differs ? "differ" : "agree"));
	add(object, "difference",
	    result->differs ? difference_json(&result->difference, pair) : NULL);
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
		add(implementations, pair->implementation[i]->name,
		    implementation_json(&pair->observation[i], s->geometry, result->memmap, full));
	add_trees(implementations, &pair->trees, full);
	add(object, "implementations", implementations);
	return object;
}
