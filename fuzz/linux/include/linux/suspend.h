/* Stands in for the kernel's header of this name: what e820.c needs of it is in asm/setup.h. */
#include "asm/setup.h"
