/* mminit replay: what a real kernel printed against what the implementations do. */
#include "mminit.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "cmd_replay.h"
#include "options.h"

static const char help[] =
    "usage: mminit replay [--json] [--all] LOG...\n"
    "\n"
    "Reads a real kernel's boot log (plain or gzip, from dmesg, a serial console or journalctl) "
    "or\n"
    "the folder of a capture (e820.txt, meta.json, dmesg.gz, capture.gz), boots the same machine "
    "in\n"
    "each implementation, and checks every number of the log that follows from it.\n"
    "\n"
    "  --json  one JSON object a line for each LOG\n"
    "  --all   every check, not only those that failed\n"
    "\n"
    "Exit status: 0 all exact, 1 a check failed, 2 unusable arguments or a LOG that cannot be "
    "used.\n";

static struct machine_pair pair;
static struct replay result;

static struct json_object *value_json(const struct value *v)
{
	switch (v->kind) {
	case VALUE_NUMBER:
		return json_object_new_int64((int64_t)v->number);
	case VALUE_TEXT:
		return json_object_new_string(v->text);
	default:
		return NULL;
	}
}

static struct json_object *line_json(unsigned int line)
{
	return line ? json_object_new_int64(line) : NULL;
}

static struct json_object *check_json(const struct replay *r, const struct check *c)
{
	struct json_object *object = json_object_new_object();

	json_object_object_add(object, "what", json_object_new_string(c->what));
	json_object_object_add(object, "line", line_json(c->line));
	json_object_object_add(object, "log", value_json(&c->log));
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
		json_object_object_add(object, r->pair->implementation[i]->name,
				       value_json(&c->by[i]));
	json_object_object_add(object, "ok", json_object_new_boolean(c->ok));
	return object;
}

static struct json_object *lack_json(const struct lack *l)
{
	struct json_object *object = json_object_new_object();

	json_object_object_add(object, "what", json_object_new_string(l->text));
	json_object_object_add(object, "line", line_json(l->line));
	return object;
}

/* The log's own name for its kernel; what is not UTF-8 has no place in JSON. */
static struct json_object *kernel_json(const struct replay *r)
{
	const struct fact *f = log_first(&r->log, FACT_VERSION);
	char name[128];
	size_t length;

	if (!f)
		return NULL;
	length = scan_left(&f->text) < sizeof(name) ? scan_left(&f->text) : sizeof(name) - 1;
	for (size_t i = 0; i < length; i++)
		name[i] = f->text.at[i] >= ' ' && f->text.at[i] <= '~' ? f->text.at[i] : '?';
	return json_object_new_string_len(name, (int)length);
}

struct json_object *replay_json(const struct replay *r, const char *name)
{
	struct json_object *object = json_object_new_object();
	struct json_object *checks = json_object_new_array();
	struct json_object *lacks = json_object_new_array();

	json_object_object_add(object, "log", json_object_new_string(name));
	json_object_object_add(object, "kernel", kernel_json(r));
	json_object_object_add(object, "exact", json_object_new_boolean(replay_exact(r)));
	if (!r->input.booted)
		json_object_object_add(object, "boot", json_object_new_string("none"));
	for (size_t i = 0; i < r->nr_checks; i++)
		json_object_array_add(checks, check_json(r, &r->check[i]));
	json_object_object_add(object, "checks", checks);
	for (size_t i = 0; i < r->nr_lacks; i++)
		json_object_array_add(lacks, lack_json(&r->lack[i]));
	json_object_object_add(object, "not_checked", lacks);
	return object;
}

static void print_value(const char *who, const struct value *v)
{
	if (v->kind == VALUE_NUMBER)
		printf(", %s %" PRIu64, who, v->number);
	else
		printf(", %s %s", who, v->kind == VALUE_TEXT ? v->text : "nothing");
}

static void print_check(const struct replay *r, const char *path, const struct check *c)
{
	printf("  %s", path);
	if (c->line)
		printf(":%u", c->line);
	printf(": %s: %s", c->what, c->ok ? "ok" : "wrong");
	print_value("log", &c->log);
	for (int i = 0; i < NR_IMPLEMENTATIONS; i++)
		print_value(r->pair->implementation[i]->name, &c->by[i]);
	putchar('\n');
}

void replay_print(const struct replay *r, const char *path, bool all)
{
	size_t passed = 0;

	for (size_t i = 0; i < r->nr_checks; i++)
		passed += r->check[i].ok;
	printf("%s: %s, %zu of %zu checks passed%s\n", path,
	       replay_exact(r) ? "exact" : "not exact", passed, r->nr_checks,
	       r->input.booted ? "" : ", boot: none");
	for (size_t i = 0; i < r->nr_checks; i++)
		if (all || !r->check[i].ok)
			print_check(r, path, &r->check[i]);
	for (size_t i = 0; i < r->nr_lacks; i++) {
		printf("  %s", path);
		if (r->lack[i].line)
			printf(":%u", r->lack[i].line);
		printf(": not checked: %s\n", r->lack[i].text);
	}
}

static int replay_file(const char *path, bool json, bool all)
{
	struct json_object *object;
	bool exact;

	if (!replay_run(path, &pair, &result))
		return EXIT_UNUSABLE;
	if (json) {
		object = replay_json(&result, path);
		puts(json_object_to_json_string_ext(object, JSON_C_TO_STRING_NOSLASHESCAPE));
		json_object_put(object);
	} else {
		replay_print(&result, path, all);
	}
	exact = replay_exact(&result);
	replay_free(&result);
	return exact ? EXIT_AGREE : EXIT_DIFFER;
}

int cmd_replay(int argc, char **argv)
{
	bool json = false, all = false;
	const struct option_spec options[] = {
	    {"json", .flag = &json}, {"all", .flag = &all}, {.name = NULL}};
	struct command_line line = {
	    .help = help, .options = options, .operand = "LOG", .least_operands = 1};
	int status = command_line_read(argc, argv, &line);

	if (status != COMMAND_GOES_ON)
		return status;
	status = EXIT_AGREE;
	pair_open(&pair);
	for (int i = 0; i < line.nr_operands; i++) {
		int result = replay_file(line.operands[i], json, all);

		status = result > status ? result : status;
		fflush(stdout);
	}
	pair_close(&pair);
	return status;
}
