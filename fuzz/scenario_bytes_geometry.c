/* What the folding of values knows of each geometry. */
#include "scenario_bytes_format.h"

/* Where something changes. */
static const uint64_t edges_x86_64[] = {
    PAGE,
    0x10000,
    0x9f000,
    0x9fc00,
    0xa0000,
    0xf0000,
    MIB,
    2 * MIB,
    4 * MIB,
    15 * MIB,
    16 * MIB,
    32 * MIB,
    64 * MIB,
    128 * MIB,
    256 * MIB,
    GIB,
    3 * GIB,
    4 * GIB - 128 * MIB,
    4 * GIB,
    4 * GIB + 128 * MIB,
    5 * GIB,
    8 * GIB,
    UINT64_C(1) << 46,
    UINT64_C(1) << 63,
    -PAGE,
    UINT64_MAX,
};

static const uint64_t edges_tiny[] = {
    PAGE,
    0x10000,
    0x40000,
    0x9f000,
    0x9fc00,
    0xa0000,
    0xf0000,
    MIB,
    0x110000,
    2 * MIB,
    2 * MIB + 0x40000,
    3 * MIB,
    4 * MIB - 0x40000,
    4 * MIB,
    4 * MIB + 0x40000,
    6 * MIB,
    8 * MIB - 0x40000,
    8 * MIB,
    16 * MIB,
    4 * GIB,
    UINT64_C(1) << 46,
    UINT64_C(1) << 63,
    -PAGE,
    UINT64_MAX,
};

/* Below 64 MiB, where the memory of most machines is. */
static const uint64_t edges_arm[] = {
    PAGE,
    0x10000,
    MIB,
    4 * MIB,
    8 * MIB,
    12 * MIB,
    16 * MIB,
    24 * MIB,
    32 * MIB,
    48 * MIB,
    64 * MIB,
    0x30000000,
    2 * GIB,
    2 * GIB + 16 * MIB,
    2 * GIB + 24 * MIB,
    4 * GIB - PAGE,
    4 * GIB - 1,
    4 * GIB,
};

static const struct geometry geometries[SC_NR_GEOMETRIES] = {
    [SC_X86_64] =
	{
	    .edges = edges_x86_64,
	    .nr_edges = sizeof(edges_x86_64) / sizeof(edges_x86_64[0]),
	    .pageblock = 2 * MIB,
	    .max_order_block = 4 * MIB,
	    .section = 128 * MIB,
	    .small_step = {MIB / 4, 0x400, MIB / 4},
	    .large_step = {2 * MIB, 0x10000, 2 * MIB},
	    .most = {128 * MIB, 4 * MIB, UINT64_MAX},
	},
    [SC_TINY] =
	{
	    .edges = edges_tiny,
	    .nr_edges = sizeof(edges_tiny) / sizeof(edges_tiny[0]),
	    .pageblock = 8 * PAGE,
	    .max_order_block = 16 * PAGE,
	    .section = 64 * PAGE,
	    .small_step = {8 * PAGE, 0x400, 8 * PAGE},
	    .large_step = {32 * PAGE, PAGE, 32 * PAGE},
	    .most = {UINT64_MAX, 64 * PAGE, UINT64_MAX},
	},
    [SC_ARM_FLATMEM] =
	{
	    .edges = edges_arm,
	    .nr_edges = sizeof(edges_arm) / sizeof(edges_arm[0]),
	    .pageblock = 4 * MIB,
	    .max_order_block = 4 * MIB,
	    .section = 4 * MIB,
	    .small_step = {MIB / 4, 0x400, MIB / 4},
	    .large_step = {2 * MIB, 0x10000, 2 * MIB},
	    .most = {64 * MIB, 4 * MIB, UINT64_MAX},
	},
};

const struct geometry *scenario_geometry(enum sc_geometry g)
{
	return &geometries[g];
}

uint64_t geometry_page_address(enum sc_geometry g, uint32_t n)
{
	static const uint64_t stretches[4] = {0, 16 * MIB, 4 * GIB - 8 * MIB, 4 * GIB + 16 * MIB};

	if (g == SC_TINY)
		return n % 0x840 * PAGE; /* somewhat beyond the last section */
	if (g == SC_ARM_FLATMEM)
		return n * PAGE;
	return stretches[n >> 12] + (n & 0xfff) * PAGE;
}

uint64_t geometry_block_address(enum sc_geometry g, uint32_t n)
{
	if (g == SC_TINY)
		return n * 32 * PAGE;
	if (g == SC_ARM_FLATMEM)
		return n * MIB;
	if (n < 32)
		return n * MIB;
	if (n < 48)
		return (n - 32) * 16 * MIB;
	return 4 * GIB + (n - 52) * 16 * MIB;
}
