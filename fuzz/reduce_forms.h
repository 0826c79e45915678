/* Other forms of a machine, with less to read, that may still show what is looked for. */
#ifndef MMINIT_FUZZ_REDUCE_FORMS_H
#define MMINIT_FUZZ_REDUCE_FORMS_H

#include <stdbool.h>

#include "scenario.h"

enum scenario_form {
	FORM_NODES_OF_MEMORY, /* neither firmware nor SRAT: an SRAT entry is memory of its node */
	FORM_MEMORY,          /* no firmware: what is usable by its tables is memory */
	FORM_NODES_SET,       /* no SRAT: an entry sets the node of what memory there is */
	NR_SCENARIO_FORMS
};

/* Gives *s that form; false if it has it already, or an operation would be one too many. Whether it
 * keeps the rules of a scenario is for scenario_check() to say. */
bool scenario_take_form(struct scenario *s, enum scenario_form form);

#endif
