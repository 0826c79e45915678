/* Options that are looked for, not parsed (arch/x86/lib/cmdline.c): words are what blanks and
 * control characters leave; quotes mean nothing. */
#include <string.h>

#include "early_param.h"

static bool is_space(char c)
{
	return (unsigned char)c <= ' ';
}

/* The next word from *text on; *text is left behind it. False at the end. */
static bool next_word(const char **text, const char **word, size_t *length)
{
	while (**text && is_space(**text))
		(*text)++;
	*word = *text;
	while (!is_space(**text))
		(*text)++;
	*length = (size_t)(*text - *word);
	return *length > 0;
}

int model_cmdline_find_option(const char *cmdline, const char *option, char *buffer, int size)
{
	size_t name = strlen(option);
	const char *word;
	size_t length;
	int found = -1;

	buffer[0] = '\0';
	while (next_word(&cmdline, &word, &length)) {
		if (length <= name || strncmp(word, option, name) != 0 || word[name] != '=')
			continue;
		found = (int)(length - name - 1);
		memset(buffer, 0, (size_t)size);
		memcpy(buffer, word + name + 1, (size_t)(found < size - 1 ? found : size - 1));
	}
	return found;
}

bool model_cmdline_find_option_bool(const char *cmdline, const char *option)
{
	const char *word;
	size_t length;

	while (next_word(&cmdline, &word, &length))
		if (length == strlen(option) && !strncmp(word, option, length))
			return true;
	return false;
}
