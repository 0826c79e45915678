#include "rules.h"

const struct rules model_rules_4_9 = {0};

const struct rules model_rules_6_1 = {
    .append_first = true,
    .soft_reserved = true,
    .memmap_retype = true,
    .core_percent = true,
    .one_pass = true,
    .plain_bottom_up = true,
    .mirror_per_try = true,
    .dram_floor = true,
    .movable_in_node = true,
    .clamp_first = true,
    .memory_only = true,
    .exclusive_end = true,
    .nomap_reserved = true,
    .free_to_tail = true,
    .no_pageset = true,
};

const struct rules model_rules_6_12 = {
    .append_first = true,
    .soft_reserved = true,
    .memmap_retype = true,
    .core_percent = true,
    .acpi_is_end = true,
    .one_pass = true,
    .one_pass_brim = true,
    .empty_is_empty = true,
    .plain_bottom_up = true,
    .mirror_per_try = true,
    .reserved_nodes = true,
    .dram_limits = true,
    .small_nodes = true,
    .dram_floor = true,
    .movable_in_node = true,
    .clamp_first = true,
    .absent_in_span = true,
    .node_extent = true,
    .plain_estimate = true,
    .memory_only = true,
    .exclusive_end = true,
    .free_to_tail = true,
    .no_pageset = true,
    .absorbed_retype = true,
};
