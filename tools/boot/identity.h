/* What to call that which a kernel's log tells of: equal names for what is equal but for numbers.
 */
#ifndef MMINIT_TOOLS_BOOT_IDENTITY_H
#define MMINIT_TOOLS_BOOT_IDENTITY_H

#include <stddef.h>

enum { IDENTITY_SIZE = 200 };

/* The first line of a log that says that something is wrong, from its first telling word on.
 * Returns its length; 0 if there is none. */
size_t log_complaint(const char *log, const char **line);
/* The last line with something in it, without its time. */
size_t log_last_line(const char *log, const char **line);

/* Appends text with N for every number, in printable ASCII, as far as there is room. */
void identity_add(char identity[IDENTITY_SIZE], const char *text, size_t length);
/* Appends " in FUNCTION": where the processor stood by the first "RIP: 0010:FUNCTION+0x..." in
 * log. */
void identity_add_function(char identity[IDENTITY_SIZE], const char *log);

#endif
