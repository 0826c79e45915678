/* What a boot gave, written as the folder of a capture, in the form that replay reads. */
#ifndef MMINIT_TOOLS_BOOT_FOLDER_H
#define MMINIT_TOOLS_BOOT_FOLDER_H

#include <stdbool.h>

#include "load.h"
#include "qemu.h"
#include "symbols.h"

/* Writes machine.mm (the scenario), e820.txt, meta.json, acpi.gz if there are tables, and of a boot
 * that came up dmesg.gz and capture.gz, else serial.gz. name: of the scenario. symbols may be NULL.
 * The folder exists. If that fails, prints one line to standard error and returns false. */
bool folder_write(const char *folder, const char *name, const struct loader *l,
		  const struct qemu_run *r, const struct symbols *symbols);
/* A folder for this process alone, in the cache folder; what a process left there that was killed
 * is removed. If that fails, prints one line to standard error and returns false. */
bool folder_make_own(char path[4096]);
/* Removes the files that folder_write() makes, and the folder if nothing else is in it. */
void folder_remove(const char *folder);

#endif
