/* Stands in for the kernel's header of this name: ARRAY_SIZE is in linux/kernel.h. */
#include "linux/kernel.h"
