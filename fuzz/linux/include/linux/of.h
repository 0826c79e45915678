/* Stands in for the kernel's header of this name: what numa.c needs of it is in linux/nodemask.h.
 */
#include "linux/nodemask.h"
