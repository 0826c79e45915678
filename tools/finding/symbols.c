#include "symbols.h"

#include <dwarf.h>
#include <elfutils/libdwfl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One for the life of the process: it reads the debug information once. */
static Dwfl *dwfl;

static bool open_dwfl(void)
{
	static const Dwfl_Callbacks callbacks = {
	    .find_elf = dwfl_linux_proc_find_elf,
	    .find_debuginfo = dwfl_standard_find_debuginfo,
	};
	static bool tried;

	if (tried)
		return dwfl != NULL;
	tried = true;
	unsetenv("DEBUGINFOD_URLS"); /* nothing is fetched from anywhere */
	dwfl = dwfl_begin(&callbacks);
	if (dwfl && dwfl_linux_proc_report(dwfl, getpid()) == 0 &&
	    dwfl_report_end(dwfl, NULL, NULL) == 0)
		return true;
	if (dwfl)
		dwfl_end(dwfl);
	dwfl = NULL;
	return false;
}

static Dwfl_Module *module_of(uint64_t address)
{
	return open_dwfl() ? dwfl_addrmodule(dwfl, address) : NULL;
}

/* The path from the project's own folder on; else its last part. */
static bool set_file(struct source_place *place, const char *path)
{
	static const char *const folders[] = {"/target/", "/model/", "/fuzz/", "/tools/"};
	const char *shown = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	const char *found = NULL;

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		for (const char *at = path; (at = strstr(at, folders[i])); at++)
			if (!found || at > found)
				found = at;
	/* Of tools/ there are folders below it. */
	if (found && strstr(path, "/tools/") && strstr(path, "/tools/") < found)
		found = strstr(path, "/tools/");
	snprintf(place->file, sizeof(place->file), "%s", found ? found + 1 : shown);
	return found != NULL;
}

/* A compiler's suffixes (.part.0, .constprop.1, .isra.2) are no part of a name. */
static void set_function(struct source_place *place, const char *name)
{
	snprintf(place->function, sizeof(place->function), "%s", name);
	if (place->function[0] != '.')
		place->function[strcspn(place->function, ".")] = '\0';
}

static int attribute_number(Dwarf_Die *die, unsigned int name)
{
	Dwarf_Attribute attribute;
	Dwarf_Word value;

	if (dwarf_formudata(dwarf_attr(die, name, &attribute), &value) != 0)
		return 0;
	return (int)value;
}

/* File 0 is one too, from DWARF 5 on. */
static const char *call_file(Dwarf_Die *die, Dwarf_Die *unit)
{
	Dwarf_Files *files;
	size_t nr;

	if (!dwarf_hasattr(die, DW_AT_call_file) || dwarf_getsrcfiles(unit, &files, &nr) != 0)
		return NULL;
	return dwarf_filesrc(files, (size_t)attribute_number(die, DW_AT_call_file), NULL, NULL);
}

/* The scopes around an address as they lie within one another, innermost first; to be freed. */
static int scopes_of(Dwfl_Module *module, Dwarf_Die *unit, uint64_t address, Dwarf_Die **scopes)
{
	Dwarf_Addr bias;
	Dwarf_Die innermost;
	Dwarf_Off offset;
	int nr = dwarf_getscopes(unit, address, scopes);

	if (nr <= 0)
		return 0;
	offset = dwarf_dieoffset(&(*scopes)[0]);
	free(*scopes);
	*scopes = NULL;
	if (!dwarf_offdie(dwfl_module_getdwarf(module, &bias), offset, &innermost))
		return 0;
	nr = dwarf_getscopes_die(&innermost, scopes);
	return nr > 0 ? nr : 0;
}

/* The compilation unit of an address. Not every compiler lists their ranges in one place. */
static Dwarf_Die *unit_of(Dwfl_Module *module, uint64_t address, Dwarf_Addr *bias)
{
	Dwarf_Die *unit = dwfl_module_addrdie(module, address, bias);

	if (unit)
		return unit;
	while ((unit = dwfl_module_nextcu(module, unit, bias)))
		if (dwarf_haspc(unit, address - *bias) == 1)
			break;
	return unit;
}

/* The last line before an instruction, in the file `file`, that a compiler gave a number: what it
 * makes of several lines at once has number 0. */
static int number_before(Dwarf_Die *unit, uint64_t address, const char *file)
{
	int number = 0, candidate;
	Dwarf_Lines *lines;
	size_t nr = 0;

	if (dwarf_getsrclines(unit, &lines, &nr) != 0)
		return 0;
	for (size_t i = 0; i < nr; i++) {
		Dwarf_Line *line = dwarf_onesrcline(lines, i);
		Dwarf_Addr at;

		if (dwarf_lineaddr(line, &at) != 0 || at > address)
			break;
		if (dwarf_lineno(line, &candidate) == 0 && candidate &&
		    !strcmp(file, dwarf_linesrc(line, NULL, NULL)))
			number = candidate;
	}
	return number;
}

static void set_line(struct source_place *place, Dwarf_Die *unit, uint64_t address)
{
	Dwarf_Line *line = dwarf_getsrc_die(unit, address);
	const char *file = line ? dwarf_linesrc(line, NULL, NULL) : NULL;

	if (!file || dwarf_lineno(line, &place->line) != 0)
		return;
	if (!place->line)
		place->line = number_before(unit, address, file);
	place->ours = set_file(place, file);
}

/* Adds what is inlined around the address: places[0] has its file and line already. Returns the
 * index of the place that is the function itself. */
static uint32_t add_inlined(Dwfl_Module *module, Dwarf_Die *unit, uint64_t address,
			    struct source_place places[SYMBOL_MAX_INLINED])
{
	Dwarf_Die *scopes = NULL;
	uint32_t at = 0;
	int nr = scopes_of(module, unit, address, &scopes);

	for (int i = 0; i < nr && at + 1 < SYMBOL_MAX_INLINED; i++) {
		const char *file, *name;

		if (dwarf_tag(&scopes[i]) != DW_TAG_inlined_subroutine)
			continue;
		name = dwarf_diename(&scopes[i]);
		file = call_file(&scopes[i], unit);
		set_function(&places[at], name ? name : "?");
		places[at].inlined = true;
		at++;
		places[at] =
		    (struct source_place){.line = attribute_number(&scopes[i], DW_AT_call_line)};
		places[at].ours = file && set_file(&places[at], file);
	}
	free(scopes);
	return at;
}

static uint32_t look_up(uint64_t address, bool exact, struct source_place out[SYMBOL_MAX_INLINED])
{
	Dwfl_Module *module = module_of(address);
	uint64_t looked_up = exact ? address : address - 1;
	const char *name = module ? dwfl_module_addrname(module, looked_up) : NULL;
	Dwarf_Addr bias = 0;
	Dwarf_Die *unit = module ? unit_of(module, looked_up, &bias) : NULL;
	uint32_t last = 0;

	out[0] = (struct source_place){.line = 0};
	if (unit) {
		set_line(&out[0], unit, looked_up - bias);
		last = add_inlined(module, unit, looked_up - bias, out);
	}
	if (name)
		set_function(&out[last], name);
	else
		snprintf(out[last].function, sizeof(out[last].function), "%#" PRIx64, address);
	return last + 1;
}

/* Stacks of one program are much the same: what was looked up once is kept. */
enum { CACHE_SLOTS = 1024 };

struct cached {
	uint64_t address; /* 0: free */
	bool exact;
	uint32_t nr;
	struct source_place places[SYMBOL_MAX_INLINED];
};

uint32_t symbols_places(uint64_t address, bool exact, struct source_place out[SYMBOL_MAX_INLINED])
{
	static struct cached cache[CACHE_SLOTS];
	struct cached *slot = &cache[(address ^ address >> 10) % CACHE_SLOTS];

	if (slot->address != address || slot->exact != exact || !address) {
		slot->nr = look_up(address, exact, slot->places);
		slot->address = address;
		slot->exact = exact;
	}
	memcpy(out, slot->places, slot->nr * sizeof(*out));
	return slot->nr;
}

bool symbols_name(uint64_t address, char *text, size_t size)
{
	Dwfl_Module *module = module_of(address);
	GElf_Off offset;
	GElf_Sym symbol;
	const char *name =
	    module ? dwfl_module_addrinfo(module, address, &offset, &symbol, NULL, NULL, NULL)
		   : NULL;

	/* The nearest symbol below may be far below: an address behind its end is not in it. */
	if (!name || offset >= symbol.st_size)
		return false;
	snprintf(text, size, "%s + %" PRIu64 " of %" PRIu64 " bytes", name, (uint64_t)offset,
		 (uint64_t)symbol.st_size);
	return true;
}

bool symbols_function(uint64_t address, uint64_t *start, uint64_t *end)
{
	Dwfl_Module *module = module_of(address);
	GElf_Off offset;
	GElf_Sym symbol;

	if (!module || !dwfl_module_addrinfo(module, address, &offset, &symbol, NULL, NULL, NULL) ||
	    offset >= symbol.st_size)
		return false;
	*start = address - offset;
	*end = *start + symbol.st_size;
	return true;
}
