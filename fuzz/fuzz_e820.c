/*
 * The firmware's map alone: boot loader table, extension, command line, setup_data, BIOS ranges and
 * the scenario's own calls on the table. Aborts when the implementations differ after any call.
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
	driver_run(data, size, STAGE_E820, STAGE_E820);
	return 0;
}
