#include "disassembly.h"

#include <capstone/capstone.h>
#include <stdio.h>
#include <string.h>

#include "symbols.h"

static int register_index(csh handle, unsigned int reg)
{
	const char *name = reg == X86_REG_INVALID ? NULL : cs_reg_name(handle, reg);

	for (int i = 0; name && i < TRYOUT_NR_REGISTERS; i++)
		if (!strcmp(name, tryout_register_names[i]))
			return i;
	return -1;
}

static uint64_t register_value(csh handle, unsigned int reg, uint64_t next,
			       const uint64_t registers[TRYOUT_NR_REGISTERS])
{
	int index = register_index(handle, reg);

	if (reg == X86_REG_RIP)
		return next;
	return index < 0 ? 0 : registers[index];
}

/* String instructions name their memory by rsi and rdi, which Capstone gives as operands too. */
static void find_operand(csh handle, const cs_insn *insn,
			 const uint64_t registers[TRYOUT_NR_REGISTERS], struct disassembly *out)
{
	const cs_x86 *x86 = &insn->detail->x86;

	if (insn->id == X86_INS_LEA || insn->id == X86_INS_NOP)
		return;
	for (int i = 0; i < x86->op_count; i++) {
		const cs_x86_op *op = &x86->operands[i];
		uint64_t next = insn->address + insn->size;

		if (op->type != X86_OP_MEM)
			continue;
		out->has_operand = true;
		out->bytes = op->size;
		out->operand = register_value(handle, op->mem.base, next, registers) +
			       register_value(handle, op->mem.index, next, registers) *
				   (uint64_t)op->mem.scale +
			       (uint64_t)op->mem.disp;
		out->base = register_index(handle, op->mem.base);
		out->reads = op->access & CS_AC_READ;
		out->writes = op->access & CS_AC_WRITE;
		/* Of an instruction that copies memory, what is written goes first. */
		if (out->writes)
			return;
	}
}

static void add_line(struct disassembly *out, const cs_insn *insn)
{
	const uint32_t most = sizeof(out->lines) / sizeof(out->lines[0]);
	struct instruction *line;

	if (out->nr == most)
		return;
	line = &out->lines[out->nr++];
	line->address = insn->address;
	snprintf(line->text, sizeof(line->text), "%s%s%s", insn->mnemonic,
		 insn->op_str[0] ? " " : "", insn->op_str);
}

/* From the function's start, for there is no reading code backwards. */
static bool walk(csh handle, uint64_t start, uint64_t end, uint64_t address,
		 const uint64_t registers[TRYOUT_NR_REGISTERS], struct disassembly *out)
{
	const uint8_t *code = (const uint8_t *)(uintptr_t)start;
	size_t left = end - start;
	cs_insn *insn = cs_malloc(handle);
	bool found = false;

	while (insn && (!found || out->nr <= out->here + DISASSEMBLY_AFTER) &&
	       cs_disasm_iter(handle, &code, &left, &start, insn)) {
		if (!found && out->nr == DISASSEMBLY_BEFORE + 1) {
			memmove(&out->lines[0], &out->lines[1],
				DISASSEMBLY_BEFORE * sizeof(out->lines[0]));
			out->nr--;
		}
		add_line(out, insn);
		if (insn->address <= address && address < insn->address + insn->size) {
			found = true;
			out->here = out->nr - 1;
			find_operand(handle, insn, registers, out);
		}
	}
	if (insn)
		cs_free(insn, 1);
	return found;
}

bool disassemble(uint64_t address, const uint64_t registers[TRYOUT_NR_REGISTERS],
		 struct disassembly *out)
{
	uint64_t start, end;
	csh handle;
	bool found;

	memset(out, 0, sizeof(*out));
	out->base = -1;
	if (!symbols_function(address, &start, &end) ||
	    cs_open(CS_ARCH_X86, CS_MODE_64, &handle) != CS_ERR_OK)
		return false;
	cs_option(handle, CS_OPT_DETAIL, CS_OPT_ON);
	found = walk(handle, start, end, address, registers, out);
	cs_close(&handle);
	return found;
}

/* A jump to a place within its function; else false. */
static bool is_jump(csh handle, const cs_insn *insn, uint64_t *target)
{
	const cs_x86 *x86 = &insn->detail->x86;

	if (!cs_insn_group(handle, insn, CS_GRP_JUMP) || x86->op_count != 1 ||
	    x86->operands[0].type != X86_OP_IMM)
		return false;
	*target = (uint64_t)x86->operands[0].imm;
	return true;
}

/* Of all jumps the one that goes, or runs on, to the closest place in front of the address. */
static struct jump closest_jump(csh handle, uint64_t start, uint64_t end, uint64_t address)
{
	const uint8_t *code = (const uint8_t *)(uintptr_t)start;
	cs_insn *insn = cs_malloc(handle);
	struct jump jump = {0, 0};
	uint64_t first = start, closest = 0, target;
	size_t left = end - start;

	while (insn && cs_disasm_iter(handle, &code, &left, &start, insn)) {
		uint64_t entry = insn->address + insn->size;

		if (!is_jump(handle, insn, &target) || insn->address == address)
			continue;
		if (target >= first && target <= address)
			entry = target;
		else if (insn->id == X86_INS_JMP)
			continue;
		if (entry <= address && entry > closest) {
			closest = entry;
			jump = (struct jump){insn->address, target};
		}
	}
	if (insn)
		cs_free(insn, 1);
	return jump;
}

struct jump disassembly_way_to(uint64_t address)
{
	struct jump jump = {0, 0};
	uint64_t start, end;
	csh handle;

	if (!symbols_function(address, &start, &end) ||
	    cs_open(CS_ARCH_X86, CS_MODE_64, &handle) != CS_ERR_OK)
		return jump;
	cs_option(handle, CS_OPT_DETAIL, CS_OPT_ON);
	jump = closest_jump(handle, start, end, address);
	cs_close(&handle);
	return jump;
}
