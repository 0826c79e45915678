/*
 * Sequences of memblock operations. Aborts when the implementations differ after any operation, in
 * results, regions, counters or events; in what the iterators yield, or the answers to queries,
 * after any of a short sequence, and a sixteenth of a long one (struct machine_pair).
 */
#include "driver.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	driver_open();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	driver_run(data, size, STAGE_MEMBLOCK, STAGE_MEMBLOCK);
	return 0;
}
