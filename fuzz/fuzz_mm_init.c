/*
 * Boots the machine that the bytes describe in both implementations, from the firmware's map to
 * the operations after boot. Aborts when they differ after a stage, or when one breaks a law of
 * invariants.h.
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
	driver_run(data, size, STAGE_FREED, NR_STAGES);
	return 0;
}
