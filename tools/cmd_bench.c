/* mminit bench: the benchmarks, each a ratio within one run. */
#include "mminit.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "bench/bench.h"
#include "options.h"

static const char help[] =
    "usage: mminit bench [--json] [NAME...]\n"
    "\n"
    "Runs the benchmarks (all, or those named): driver, late, machine, memmap, reserve. Each "
    "measures "
    "two\n"
    "things in turn and gives the median of their ratio; only ratios hold on a noisy machine.\n"
    "memmap needs 2 GiB of memory.\n";

static const struct {
	const char *name;
	void (*run)(struct bench_results *results);
} benches[] = {
    {"driver", bench_driver}, {"late", bench_late},       {"machine", bench_machine},
    {"memmap", bench_memmap}, {"reserve", bench_reserve},
};
enum { NR_BENCHES = sizeof(benches) / sizeof(benches[0]) };

static void print_json(const struct bench_results *results)
{
	struct json_object *list = json_object_new_array();

	for (uint32_t i = 0; i < results->nr; i++) {
		const struct bench_result *r = &results->results[i];
		struct json_object *object = json_object_new_object();

		json_object_object_add(object, "name", json_object_new_string(r->name));
		json_object_object_add(object, "unit", json_object_new_string(r->unit));
		json_object_object_add(object, "a", json_object_new_double(r->a));
		json_object_object_add(object, "b", json_object_new_double(r->b));
		json_object_object_add(object, "ratio", json_object_new_double(r->ratio));
		json_object_array_add(list, object);
	}
	puts(json_object_to_json_string_ext(list, JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(list);
}

static void print_result(const struct bench_result *r)
{
	printf("%-42s %12.1f / %14.1f %-13s %12.6f\n", r->name, r->a, r->b, r->unit, r->ratio);
	fflush(stdout);
}

static bool is_wanted(const char *name, const struct command_line *line)
{
	for (int i = 0; i < line->nr_operands; i++)
		if (!strcmp(line->operands[i], name))
			return true;
	return !line->nr_operands;
}

static bool is_bench(const char *name)
{
	for (int i = 0; i < NR_BENCHES; i++)
		if (!strcmp(benches[i].name, name))
			return true;
	return false;
}

int cmd_bench(int argc, char **argv)
{
	static struct bench_results results;
	bool json = false;
	const struct option_spec options[] = {{"json", .flag = &json}, {.name = NULL}};
	struct command_line line = {.help = help, .options = options, .operand = "NAME"};
	int status = command_line_read(argc, argv, &line);

	if (status != COMMAND_GOES_ON)
		return status;
	for (int i = 0; i < line.nr_operands; i++)
		if (!is_bench(line.operands[i]))
			return unusable("bench: %s: no such benchmark", line.operands[i]);
	if (!json)
		puts(
		    "what                                                  a /              b unit "
		    "                ratio");
	for (int i = 0; i < NR_BENCHES; i++) {
		uint32_t first = results.nr;

		if (!is_wanted(benches[i].name, &line))
			continue;
		benches[i].run(&results);
		for (uint32_t j = first; !json && j < results.nr; j++)
			print_result(&results.results[j]);
	}
	if (json)
		print_json(&results);
	return EXIT_AGREE;
}
