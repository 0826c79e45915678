#include "trial.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "folder.h"
#include "tools/mminit.h"

static struct loader loader;
static struct symbols symbols;

const char *trial_kind_name(enum trial_kind kind)
{
	static const char *const names[] = {"exact", "inexact", "warning", "panic",
					    "hang",  "reset",   "unusable"};

	return names[kind];
}

size_t trial_complaint(const char *log, const char **line)
{
	static const char *const complaints[] = {
	    "Kernel panic - not syncing", "PANIC: ",       "BUG: ", "Oops: ", "kernel BUG at ",
	    "general protection fault",   "WARNING: CPU: "};

	*line = NULL;
	for (size_t i = 0; i < sizeof(complaints) / sizeof(complaints[0]); i++) {
		const char *at = strstr(log, complaints[i]);

		if (at && (!*line || at < *line))
			*line = at;
	}
	return *line ? strcspn(*line, "\r\n") : 0;
}

/* Whether the word is a number: with 0x, of digits, or of four and more hexadecimal digits of which
 * one at least is a digit. */
static bool is_number(const char *word, size_t length)
{
	size_t digits = 0, hex = 0;

	if (length > 2 && word[0] == '0' && word[1] == 'x')
		return true;
	for (size_t i = 0; i < length; i++) {
		digits += isdigit((unsigned char)word[i]) != 0;
		hex += isxdigit((unsigned char)word[i]) != 0;
	}
	return digits == length || (hex == length && digits && length >= 4);
}

/* Appends text with N for every number, in printable ASCII. */
static void add_plain(char *identity, const char *text, size_t length)
{
	size_t to = strlen(identity);
	size_t i = 0;

	while (i < length && to < TRIAL_IDENTITY - 1) {
		size_t word = 0;

		while (i + word < length && isalnum((unsigned char)text[i + word]))
			word++;
		if (word && is_number(text + i, word)) {
			identity[to++] = 'N';
			i += word;
			continue;
		}
		/* The digits of a word that is none of the above, such as 512K. */
		if (word && isdigit((unsigned char)text[i])) {
			identity[to++] = 'N';
			while (isdigit((unsigned char)text[i]))
				i++;
			continue;
		}
		do {
			unsigned char c = (unsigned char)text[i++];

			identity[to++] = c >= ' ' && c <= '~' ? (char)c : ' ';
		} while (word-- > 1 && to < TRIAL_IDENTITY - 1);
	}
	while (to && identity[to - 1] == ' ')
		to--;
	identity[to] = '\0';
}

/* " in FUNCTION": where the processor stood, as the first "RIP: 0010:FUNCTION+0x..." from `log` on
 * says. */
static void add_function(char *identity, const char *log)
{
	const char *rip = strstr(log, "RIP: 0010:");
	size_t length;

	if (!rip)
		return;
	rip += strlen("RIP: 0010:");
	length = strcspn(rip, "+\r\n ");
	if (rip[length] != '+' || strlen(identity) + length + 5 >= TRIAL_IDENTITY)
		return;
	strcat(identity, " in ");
	strncat(identity, rip, length);
}

/* The last line of a log with something in it, without its time. */
static size_t last_line(const char *log, const char **line)
{
	const char *end = log + strlen(log);
	const char *start;

	while (end > log && (end[-1] == '\n' || end[-1] == '\r' || end[-1] == ' '))
		end--;
	for (start = end; start > log && start[-1] != '\n'; start--)
		;
	if (*start == '[' && memchr(start, ']', (size_t)(end - start)))
		start = strchr(start, ']') + 1;
	start += strspn(start, " ");
	*line = start;
	return start < end ? (size_t)(end - start) : 0;
}

static void name_dead(struct trial *t)
{
	const char *log = t->run.serial ? t->run.serial : "";
	const char *line;
	size_t length = trial_complaint(log, &line);
	bool complains = length > 0;

	t->kind = t->run.end == QEMU_TIMEOUT   ? TRIAL_HANG
		  : t->run.end == QEMU_STOPPED ? TRIAL_RESET
					       : TRIAL_PANIC;
	if (complains && t->kind == TRIAL_RESET)
		t->kind = TRIAL_PANIC; /* panic=-1 restarts the machine */
	if (!complains)
		length = last_line(log, &line);
	snprintf(t->identity, sizeof(t->identity), "%s: ", trial_kind_name(t->kind));
	add_plain(t->identity, length ? line : "not a word", length ? length : 10);
	if (complains)
		add_function(t->identity, line);
}

/* The check that failed first, in the order of the boot. */
static const struct check *first_failure(const struct replay *r)
{
	const struct check *first = NULL;

	for (size_t i = 0; i < r->nr_checks; i++)
		if (!r->check[i].ok && (!first || r->check[i].order < first->order))
			first = &r->check[i];
	return first;
}

/* What came up and is not exact, or said that something is wrong. */
static void name_live(struct trial *t)
{
	const struct check *failure = first_failure(&t->replay);
	const char *line;
	size_t length = trial_complaint(t->run.capture, &line);

	if (!failure && !length) {
		t->kind = TRIAL_EXACT;
		return;
	}
	t->kind = failure ? TRIAL_INEXACT : TRIAL_WARNS;
	snprintf(t->identity, sizeof(t->identity), "%s: ", trial_kind_name(t->kind));
	if (failure) {
		add_plain(t->identity, failure->what, strlen(failure->what));
	} else {
		add_plain(t->identity, line, length);
		add_function(t->identity, line);
	}
}

/* The kernel keeps no more than 128 KiB of its first words until it has memory for more. */
static bool log_is_whole(const struct qemu_run *r)
{
	const char *log = strstr(r->capture, "\n@@dmesg\n");

	return log && strstr(log, "Linux version ");
}

/* Boots it; if it does not come up or its log is not whole, once more with a console on the serial
 * line. */
static bool run(const struct trial_options *o, const struct scenario *s, const struct kernel *k,
		struct qemu_run *r)
{
	static const char console[] = " earlyprintk=ttyS0 console=ttyS0";
	bool known = symbols_load(k, &symbols);
	double limit;

	if (!loader_place(&loader, o->name, s, k, !known, o->talkative ? console : ""))
		return false;
	limit = o->limit > 0 ? o->limit : 20 + (double)(loader.ram >> 30) / 4;
	/* Silent runs that last three times what they ever took are better watched. */
	qemu_run(&loader, o->talkative ? limit : limit / 2, r);
	if (r->end == QEMU_DONE && !known)
		symbols_take(k, r->capture, &symbols);
	if (r->end == QEMU_FAILED || o->talkative || (r->end == QEMU_DONE && log_is_whole(r)))
		return r->end != QEMU_FAILED;
	qemu_free(r);
	loader_free(&loader);
	if (!loader_place(&loader, o->name, s, k, false, console))
		return false;
	qemu_run(&loader, limit, r);
	return r->end != QEMU_FAILED;
}

void trial_run(const struct trial_options *o, const struct scenario *s, const struct kernel *k,
	       struct machine_pair *pair, struct trial *t)
{
	memset(t, 0, sizeof(*t)); /* too large for the stack */
	t->kind = TRIAL_UNUSABLE;
	*symbols.text = '\0';
	if (run(o, s, k, &t->run) &&
	    folder_write(o->folder, o->name, &loader, &t->run, *symbols.text ? &symbols : NULL)) {
		t->judged = replay_run(o->folder, pair, &t->replay);
		if (t->run.end != QEMU_DONE)
			name_dead(t);
		else if (t->judged)
			name_live(t);
	}
	loader_free(&loader);
}

void trial_free(struct trial *t)
{
	qemu_free(&t->run);
	if (t->judged)
		replay_free(&t->replay);
	t->judged = false;
}
