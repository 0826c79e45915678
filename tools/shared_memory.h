/* Memory that child processes share with this one. */
#ifndef MMINIT_TOOLS_SHARED_MEMORY_H
#define MMINIT_TOOLS_SHARED_MEMORY_H

#include <stdint.h>

/* Zero at first, and taken from the machine as it is touched. Ends the process with status 2 if
 * there is none. */
void *shared_memory(uint64_t bytes);

#endif
