#include "identity.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* The first of the marks in a log, NULL if there is none. */
static const char *first_of(const char *log, const char *const *marks)
{
	const char *first = NULL;

	for (; *marks; marks++) {
		const char *at = strstr(log, *marks);

		if (at && (!first || at < first))
			first = at;
	}
	return first;
}

size_t log_complaint(const char *log, const char **line)
{
	static const char *const fatal[] = {
	    "Kernel panic - not syncing", "PANIC: ", "BUG: ", "Oops: ", "kernel BUG at ",
	    "general protection fault",   NULL};
	static const char *const warning[] = {"WARNING: CPU: ", NULL};

	*line = first_of(log, fatal);
	if (!*line)
		*line = first_of(log, warning);
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

void identity_add(char identity[IDENTITY_SIZE], const char *text, size_t length)
{
	size_t to = strlen(identity);
	size_t i = 0;

	while (i < length && to < IDENTITY_SIZE - 1) {
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
		} while (word-- > 1 && to < IDENTITY_SIZE - 1);
	}
	while (to && identity[to - 1] == ' ')
		to--;
	identity[to] = '\0';
}

void identity_add_function(char identity[IDENTITY_SIZE], const char *log)
{
	const char *rip = strstr(log, "RIP: 0010:");
	size_t length;

	if (!rip)
		return;
	rip += strlen("RIP: 0010:");
	length = strcspn(rip, "+\r\n ");
	if (rip[length] != '+' || strlen(identity) + length + 5 >= IDENTITY_SIZE)
		return;
	strcat(identity, " in ");
	strncat(identity, rip, length);
}

size_t log_last_line(const char *log, const char **line)
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
