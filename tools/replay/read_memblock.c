/* Lines of memblock=debug, and of NUMA. */
#include "reader.h"
#include "scenario.h"

static enum op_origin op_origin(const struct scan *rest)
{
	if (scan_contains(rest, "memblock_double_array"))
		return OP_OF_GROWTH;
	if (scan_contains(rest, "e820__memblock_setup") || scan_contains(rest, "memblock_x86_fill"))
		return OP_OF_FILL;
	return scan_contains(rest, "setup_arch") ? OP_OF_SETUP_ARCH : OP_OF_OTHERS;
}

bool read_memblock_op(struct reader *r, struct scan *s)
{
	static const struct {
		const char *prefix;
		enum sc_op_kind kind;
	} ops[] = {
	    {"memblock_add:", SC_OP_ADD},        {"memblock_reserve:", SC_OP_RESERVE},
	    {"memblock_remove:", SC_OP_REMOVE},  {"memblock_free:", SC_OP_FREE},
	    {"memblock_phys_free:", SC_OP_FREE}, {"__memblock_free_early:", SC_OP_FREE},
	};
	uint64_t start, last;

	if (scan_word(s, "memblock_free_late:") || scan_word(s, "__memblock_free_late:"))
		return scan_range(s, &start, &last) ? fact_put(r, FACT_FREE_LATE, start, last, 0, 0)
						    : fact_bad(r);
	for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]); i++) {
		if (!scan_word(s, ops[i].prefix))
			continue;
		if (!scan_range(s, &start, &last))
			return fact_bad(r);
		return fact_put(r, FACT_OP, start, last, ops[i].kind, op_origin(s));
	}
	return false;
}

/* NAME: N bytes align=0xA [nid=N] from=0xF max_addr=0xM */
bool read_alloc(struct reader *r, struct scan *s)
{
	uint64_t size, align, nid = 0, min, max;
	const struct scan line = *s;
	bool minus = false;
	struct fact *f;

	if (!scan_word(s, "memblock_alloc") && !scan_word(s, "memblock_virt_alloc") &&
	    !scan_word(s, "memblock_phys_alloc"))
		return false;
	if (!scan_find(s, ":") || !scan_decimal(s, &size) || !scan_word(s, "bytes align=") ||
	    !scan_hex(s, &align))
		return fact_bad(r);
	if (scan_word(s, "nid=")) {
		minus = scan_word(s, "-");
		if (!scan_decimal(s, &nid))
			return fact_bad(r);
	} else {
		nid = 1;
		minus = true;
	}
	if (!scan_word(s, "from=") || !scan_hex(s, &min) || !scan_word(s, "max_addr=") ||
	    !scan_hex(s, &max))
		return fact_bad(r);
	f = fact_set(r, FACT_ALLOC, size, align, min, max);
	f->v[4] = minus ? 0 - nid : nid;
	f->text = line;
	return true;
}

bool read_doubled(struct reader *r, struct scan *s)
{
	uint64_t max, start, last, reserved;

	if (!scan_word(s, "memblock:") || !scan_contains(s, "is doubled to"))
		return false;
	reserved = scan_word(s, "reserved");
	if (!scan_find(s, "is doubled to") || !scan_decimal(s, &max) || !scan_word(s, "at") ||
	    !scan_range(s, &start, &last))
		return fact_bad(r);
	return fact_put(r, FACT_DOUBLED, max, start, reserved, 0);
}

/* NAME[0xI] [0xS-0xE], 0xN bytes [on node N] flags: 0xF */
static bool read_dump_region(struct reader *r, struct scan *s, uint64_t reserved)
{
	uint64_t index, start, last, size, nid = 0, flags = 0;
	bool has_nid;
	struct fact *f;

	if (!scan_hex(s, &index) || !scan_word(s, "]") || !scan_range(s, &start, &last) ||
	    !scan_word(s, ",") || !scan_hex(s, &size) || !scan_word(s, "bytes"))
		return fact_bad(r);
	has_nid = scan_word(s, "on node") && scan_decimal(s, &nid);
	/* Kernels before 3.15 have no flags. */
	if (scan_left(s) && (!scan_word(s, "flags:") || !scan_hex(s, &flags)))
		return fact_bad(r);
	f = fact_add(r, FACT_DUMP_REGION);
	f->v[0] = reserved;
	f->v[1] = start;
	f->v[2] = last;
	f->v[3] = has_nid ? nid : UINT64_MAX;
	f->v[4] = flags;
	return true;
}

bool read_dump(struct reader *r, struct scan *s)
{
	uint64_t memory, reserved;

	if (scan_word(s, "MEMBLOCK configuration:"))
		return fact_put(r, FACT_DUMP, 0, 0, 0, 0);
	if (scan_word(s, "memory size =")) {
		if (!scan_hex(s, &memory))
			return fact_bad(r);
		/* Kernels before 3.3 do not tell how much is reserved. */
		if (!scan_left(s))
			return fact_put(r, FACT_DUMP_SIZE, memory, 0, 0, 0);
		return scan_word(s, "reserved size =") && scan_hex(s, &reserved)
			   ? fact_put(r, FACT_DUMP_SIZE, memory, reserved, 1, 0)
			   : fact_bad(r);
	}
	for (reserved = 0; reserved < 2; reserved++) {
		if (scan_word(s, reserved ? "reserved.cnt =" : "memory.cnt ="))
			return scan_hex(s, &memory)
				   ? fact_put(r, FACT_DUMP_COUNT, reserved, memory, 0, 0)
				   : fact_bad(r);
		if (scan_word(s, reserved ? "reserved[" : "memory["))
			return read_dump_region(r, s, reserved);
	}
	return false;
}

/* ---- NUMA ---- */

bool read_srat(struct reader *r, struct scan *s)
{
	uint64_t nid, pxm, start, last, end;

	scan_word(s, "ACPI:");
	if (scan_word(s, "SRAT: PXM") && scan_find(s, "-> Node ") && scan_decimal(s, &nid))
		return fact_put(r, FACT_CPU_NODE, nid, 0, 0, 0);
	if (!scan_word(s, "SRAT: Node ") || !scan_decimal(s, &nid) || !scan_word(s, "PXM"))
		return false;
	if (!scan_decimal(s, &pxm))
		return fact_bad(r);
	if (!scan_range(s, &start, &last)) {
		if (!scan_hex(s, &start) || !scan_word(s, "-") || !scan_hex(s, &end))
			return fact_bad(r);
		/* Exclusive from 2.6.15 on, the last byte, which is odd, before. */
		last = end & 1 ? end : end - 1;
	}
	if (s->at < s->end && *s->at >= '0' && *s->at <= 'z' && !scan_word(s, "hotplug") &&
	    !scan_word(s, "non-volatile"))
		return fact_bad(r);
	fact_set(r, FACT_SRAT, start, last, nid, pxm)->v[4] =
	    scan_contains(&r->line->text, "hotplug");
	return true;
}

/* K8's northbridge: Node N MemBase S Limit E; E the last byte, the end from 2.6.18 on. */
bool read_northbridge(struct reader *r, struct scan *s)
{
	uint64_t nid, start, last;

	if (!scan_word(s, "Node ") || !scan_decimal(s, &nid) || !scan_word(s, "MemBase"))
		return false;
	if (!scan_hex(s, &start) || !scan_word(s, "Limit") || !scan_hex(s, &last))
		return fact_bad(r);
	return fact_put(r, FACT_NORTHBRIDGE, start, last - !(last & 1), nid, 0);
}

bool read_numa(struct reader *r, struct scan *s)
{
	uint64_t nid, start, last;
	struct scan inner = *s;

	if (scan_word(s, "Faking a node at"))
		return scan_range(s, &start, &last) || read_old_range(s, &start, &last)
			   ? fact_put(r, FACT_NUMA_FAKE, start, last, 0, 0)
			   : fact_bad(r);
	if (scan_word(s, "Faking node ") && scan_decimal(s, &nid))
		return scan_word(s, "at") &&
			       (scan_range(s, &start, &last) || read_old_range(s, &start, &last))
			   ? fact_put(r, FACT_NODE_FAKED, start, last, nid, 0)
			   : fact_bad(r);
	if (scan_word(s, "NODE_DATA"))
		return fact_put(r, FACT_NODE_DATA, 0, 0, 0, 0);
	if (scan_word(s, "NUMA: Initialized distance table"))
		return fact_put(r, FACT_SLIT, 0, 0, 0, 0);
	if (!scan_word(&inner, "Initmem setup node") || !scan_decimal(&inner, &nid) ||
	    !scan_range(&inner, &start, &last))
		return false;
	r->nid = nid; /* "On node N totalpages", KERN_DEBUG, may be missing */
	return fact_put(r, FACT_NODE_SETUP, nid, start, last, 0);
}
