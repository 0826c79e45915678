#define _GNU_SOURCE
#include "document.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char style[] =
    ":root{color-scheme:light dark;--fg:#1d2733;--bg:#fff;--soft:#5a6775;--line:#d5dbe1;"
    "--code:#f3f5f7;--hit:#d81b60;--hitbg:#fde7ef}"
    "@media(prefers-color-scheme:dark){:root{--fg:#dde4ec;--bg:#14191f;--soft:#93a1b0;"
    "--line:#323c47;--code:#1d242c;--hit:#ff6f9f;--hitbg:#43202e}}"
    "*{box-sizing:border-box}"
    "body{margin:0 auto;max-width:64rem;padding:1.25rem;background:var(--bg);color:var(--fg);"
    "font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif;overflow-wrap:break-word}"
    "h1{font-size:1.45rem;line-height:1.25;margin:.5rem 0 1rem;overflow-wrap:anywhere}"
    "h2{font-size:1.1rem;margin:2rem 0 .5rem;padding-bottom:.25rem;border-bottom:1px solid "
    "var(--line)}"
    "p{margin:.5rem 0}"
    "pre,.wide{overflow-x:auto;max-width:100%}"
    "pre{background:var(--code);border:1px solid var(--line);border-radius:6px;padding:.75rem;"
    "font:13px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}"
    "table{border-collapse:collapse;font-size:.875rem}"
    "th,td{border:1px solid var(--line);padding:.25rem .6rem;text-align:left;vertical-align:top}"
    "th{color:var(--soft);font-weight:600}td{font-family:ui-monospace,SFMono-Regular,Menlo,"
    "Consolas,monospace}"
    "td.hit{color:var(--hit);background:var(--hitbg);font-weight:700}"
    "svg{display:block;max-width:100%;height:auto}.on-narrow{display:none}"
    "@media(max-width:44rem){.on-wide{display:none}.on-narrow{display:block}}";

static void put_html(FILE *out, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '&':
			fputs("&amp;", out);
			break;
		case '"':
			fputs("&quot;", out);
			break;
		default:
			fputc(*text, out);
		}
	}
}

/* What would be markup where it stands: an underscore within a word is none. */
static bool is_markup(const char *text, const char *at)
{
	if (*at == '_')
		return at == text || !isalnum((unsigned char)at[-1]) ||
		       !isalnum((unsigned char)at[1]);
	return strchr("\\`*<|", *at) || (at == text && strchr("#>-+", *at));
}

static void put_markdown(FILE *out, const char *text)
{
	for (const char *at = text; *at; at++) {
		if (is_markup(text, at))
			fputc('\\', out);
		fputc(*at, out);
	}
}

static void put(const struct document *d, const char *text)
{
	if (d->html)
		put_html(d->out, text);
	else
		put_markdown(d->out, text);
}

void document_begin(struct document *d, const char *title)
{
	if (!d->html) {
		fputs("# ", d->out);
		put(d, title);
		fputs("\n", d->out);
		return;
	}
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
	      d->out);
	put(d, title);
	fprintf(d->out, "</title>\n<style>%s</style>\n</head>\n<body>\n<h1>", style);
	put(d, title);
	fputs("</h1>\n", d->out);
}

void document_end(struct document *d)
{
	if (d->html)
		fputs("</body>\n</html>\n", d->out);
}

void document_heading(struct document *d, const char *text)
{
	fputs(d->html ? "<h2>" : "\n## ", d->out);
	put(d, text);
	fputs(d->html ? "</h2>\n" : "\n", d->out);
}

void document_paragraph(struct document *d, const char *format, ...)
{
	char *text = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	if (!text)
		return;
	fputs(d->html ? "<p>" : "\n", d->out);
	put(d, text);
	fputs(d->html ? "</p>\n" : "\n", d->out);
	free(text);
}

/* A fence longer than any run of backquotes in the text. */
static int fence_length(const char *text)
{
	int longest = 2;

	for (int run = 0; *text; text++) {
		run = *text == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest + 1;
}

void document_code(struct document *d, const char *text)
{
	size_t len = strlen(text);
	const char *end = len && text[len - 1] == '\n' ? "" : "\n";
	int fence = fence_length(text);

	if (d->html) {
		fputs("<pre>", d->out);
		put(d, text);
		fputs("</pre>\n", d->out);
		return;
	}
	fputc('\n', d->out);
	for (int i = 0; i < fence; i++)
		fputc('`', d->out);
	fprintf(d->out, "\n%s%s", text, end);
	for (int i = 0; i < fence; i++)
		fputc('`', d->out);
	fputc('\n', d->out);
}

void document_table_begin(struct document *d, const char *const *columns, int nr)
{
	fputs(d->html ? "<div class=\"wide\"><table>\n<tr>" : "\n|", d->out);
	for (int i = 0; i < nr; i++) {
		fputs(d->html ? "<th>" : " ", d->out);
		put(d, columns[i]);
		fputs(d->html ? "</th>" : " |", d->out);
	}
	fputs(d->html ? "</tr>\n" : "\n|", d->out);
	for (int i = 0; i < nr && !d->html; i++)
		fputs(" --- |", d->out);
	if (!d->html)
		fputc('\n', d->out);
}

void document_row_begin(struct document *d)
{
	fputs(d->html ? "<tr>" : "|", d->out);
}

void document_cell(struct document *d, const char *text, bool strong)
{
	if (d->html)
		fputs(strong ? "<td class=\"hit\">" : "<td>", d->out);
	else
		fputs(strong && *text ? " **" : " ", d->out);
	put(d, text);
	if (d->html)
		fputs("</td>", d->out);
	else
		fputs(strong && *text ? "** |" : " |", d->out);
}

void document_row_end(struct document *d)
{
	fputs(d->html ? "</tr>\n" : "\n", d->out);
}

void document_table_end(struct document *d)
{
	if (d->html)
		fputs("</table></div>\n", d->out);
}
