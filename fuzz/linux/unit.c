/*
 * One kernel tree as an implementation: its own memblock.c, e820.c and numa.c, unmodified, and what
 * makes them run here. The build compiles this file once for each tree, in a folder of links to the
 * tree's files (trees.cmake), and keeps one symbol of the result, named by LINUX_TREE.
 *
 * All is one translation unit, so that static functions and variables of the kernel can be reached.
 * Order matters: memblock.c includes internal.h last, and with it our hooks, which hold for the
 * rest.
 */
#include "machine.h"
#include "trees.h"

#include <memblock.c>
#undef memcpy

#include <sort.c>

#include <e820.c>

#include <cmdline.c>

#include <ctype.c>

#include "unit_numa.h"

#include <tree_numa.h>

#include "unit_hooks.c"

#include "unit_e820.c"

#include "unit_memblock.c"

#include "unit_steps.c"
