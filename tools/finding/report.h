/*
 * The report of a finding: what a maintainer needs, and can paste into a mail or a tracker.
 */
#ifndef MMINIT_TOOLS_FINDING_REPORT_H
#define MMINIT_TOOLS_FINDING_REPORT_H

#include <stdio.h>

#include "document.h"
#include "finding.h"

/* Writes the report of f, which has been reproduced and, as a rule, minimized. crashes: the folder
 * of known repros. False without memory. */
bool report_write(struct finding *f, const char *crashes, bool html, FILE *out);

/* What differs, in one sentence. */
void report_sentence(const struct finding *f, const struct crash *crash, char *text, size_t size);

/* The parts, by file. */
void report_observations(struct document *d, const struct difference *difference,
			 const struct machine_pair *pair);
void report_crash(struct document *d, const struct finding *f, const struct crash *crash);

#endif
