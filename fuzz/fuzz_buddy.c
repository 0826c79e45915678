/*
 * Boots the machine, then allocates and frees pages. Aborts when the implementations differ after
 * any operation, in the page it got, the free lists, or the state of any page frame.
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
	driver_run(data, size, STAGE_FREED, STAGE_LATE);
	return 0;
}
