/* What machine.c puts together. Internal to machine*.c. */
#ifndef MMINIT_TOOLS_REPLAY_MACHINE_PARTS_H
#define MMINIT_TOOLS_REPLAY_MACHINE_PARTS_H

#include "machine.h"
#include "release.h"

/* The firmware's map; user: the map as the options made it stands for it. Both return NULL or what
 * is wrong, with *line set to where. */
const char *machine_add_map_of_log(const struct log *log, bool user, struct scenario *s,
				   unsigned int *line);
const char *machine_add_map_of_capture(const struct log *log, const struct capture *c,
				       struct scenario *s);

/* The log's changes of the e820 table, as far as they act on memory. */
void machine_add_edits(const struct log *log, const struct capture *c, struct machine *m);
void machine_add_edit(struct scenario *s, const struct fact *f);

/* What the kernel did to the RAM below 64 KiB, as far as the log does not show it. */
void machine_plan_low_ram(const struct log *log, enum low_ram rule, struct machine *m);
void machine_cut_low_ram(struct scenario *s);

/* What is reserved before memblock=debug is read: from where the boot loader put things, or from
 * the log's first dump. Returns false if that is not known. */
bool machine_reserve_as_loaded(const struct log *log, const struct capture *c, struct machine *m);
bool machine_reserve_as_dumped(const struct log *log, struct machine *m);

/* The operations of memblock=debug. */
void machine_add_trace(const struct log *log, struct machine *m);

/* Whether an operation only marks a step of the boot among the others: the fill, NUMA. */
bool machine_is_place(const struct sc_op *op);

#endif
