/* A document that is written once, as Markdown or as one HTML file that needs nothing else. */
#ifndef MMINIT_TOOLS_FINDING_DOCUMENT_H
#define MMINIT_TOOLS_FINDING_DOCUMENT_H

#include <stdbool.h>
#include <stdio.h>

struct document {
	FILE *out;
	bool html;
};

/* Text is plain: what the form would take for markup is masked. */
void document_begin(struct document *d, const char *title);
void document_end(struct document *d);
void document_heading(struct document *d, const char *text);
__attribute__((format(printf, 2, 3))) void document_paragraph(struct document *d,
							      const char *format, ...);
void document_code(struct document *d, const char *text);

/* A table: its head, rows of cells, its end. strong: to be seen at a glance. */
void document_table_begin(struct document *d, const char *const *columns, int nr);
void document_row_begin(struct document *d);
void document_cell(struct document *d, const char *text, bool strong);
void document_row_end(struct document *d);
void document_table_end(struct document *d);

#endif
