/*
 * Stands in for the kernel's header of this name, and for what else numa.c and numa_memblks.c
 * include: sets of up to 64 nodes, and a machine without processors, for which node belongs to
 * which processor is not asked here.
 */
#ifndef MMINIT_LINUX_NODEMASK_H
#define MMINIT_LINUX_NODEMASK_H

#include <linux/kernel.h>
#include <linux/numa.h>
#include <linux/types.h>

typedef struct {
	u64 bits;
} nodemask_t;

#define NODE_MASK_NONE         ((nodemask_t){0})
#define node_set(node, mask)   ((void)((mask).bits |= 1ull << (node)))
#define node_isset(node, mask) ((mask).bits >> (node)&1)
#define nodes_clear(mask)      ((void)((mask).bits = 0))
#define nodes_empty(mask)      ((mask).bits == 0)
#define for_each_node_mask(node, mask)                    \
	for ((node) = 0; (node) < MAX_NUMNODES; (node)++) \
		if (!node_isset(node, mask)) {            \
		} else

extern nodemask_t node_possible_map;
extern nodemask_t node_online_map;
extern nodemask_t numa_nodes_parsed;
#define node_set_online(node)            node_set(node, node_online_map)
#define node_online(node)                node_isset(node, node_online_map)
#define N_GENERIC_INITIATOR              0
#define for_each_node_state(node, state) for ((node) = 0; (node) < 0; (node)++)

static inline int next_node_in(int node, nodemask_t mask)
{
	for (int i = 1; i <= MAX_NUMNODES; i++)
		if (node_isset((node + i) % MAX_NUMNODES, mask))
			return (node + i) % MAX_NUMNODES;
	return MAX_NUMNODES;
}
#define first_node(mask) next_node_in(MAX_NUMNODES - 1, mask)

#define nr_node_ids ((unsigned int)MAX_NUMNODES)
static inline void setup_nr_node_ids(void)
{
}

/* No processors. */
#define nr_cpu_ids                              0u
#define MAX_LOCAL_APIC                          1
#define BAD_APICID                              0xffffu
#define LOCAL_DISTANCE                          10
#define REMOTE_DISTANCE                         20
#define for_each_possible_cpu(cpu)              for ((cpu) = 0; (cpu) < 0; (cpu)++)
#define early_per_cpu(variable, cpu)            0
#define early_per_cpu_ptr(variable)             NULL
#define per_cpu(variable, cpu)                  variable
#define DEFINE_EARLY_PER_CPU(type, name, value) type name = value
#define EXPORT_EARLY_PER_CPU_SYMBOL(name)
#define set_cpu_numa_node(cpu, node) ((void)(cpu), (void)(node))
typedef unsigned long cpumask_var_t;
#define alloc_bootmem_cpumask_var(mask) ((void)(mask))
#define cpumask_set_cpu(cpu, mask)      ((void)(cpu), (void)(mask))
#define cpumask_clear_cpu(cpu, mask)    ((void)(cpu), (void)(mask))
extern s16 __apicid_to_node[MAX_LOCAL_APIC];
#define set_apicid_to_node(apicid, node) ((void)(__apicid_to_node[apicid] = (s16)(node)))
static inline int early_cpu_to_node(int cpu)
{
	(void)cpu;
	return NUMA_NO_NODE;
}

/* Firmware tables: the ACPI SRAT of the scenario, and no other. */
extern int numa_off;
#define acpi_disabled  0
#define disable_srat() ((void)0)
#define disable_hmat() ((void)0)
int x86_acpi_numa_init(void);
static inline int of_numa_init(void)
{
	return -EINVAL;
}

#endif
