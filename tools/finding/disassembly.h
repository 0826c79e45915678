/* The instructions around an address of this program (Capstone), and what one of them does to
 * memory. */
#ifndef MMINIT_TOOLS_FINDING_DISASSEMBLY_H
#define MMINIT_TOOLS_FINDING_DISASSEMBLY_H

#include <stdbool.h>
#include <stdint.h>

#include "tryout.h"

enum { DISASSEMBLY_BEFORE = 6, DISASSEMBLY_AFTER = 4 };

struct instruction {
	uint64_t address;
	char text[200];
};

struct disassembly {
	struct instruction lines[DISASSEMBLY_BEFORE + 1 + DISASSEMBLY_AFTER];
	uint32_t nr;
	uint32_t here; /* index of the instruction at the address */

	/* The operand of that instruction in memory, if it has one. */
	bool has_operand;
	uint64_t operand; /* its address, from the registers */
	int base;         /* register that it is relative to, -1: none */
	uint32_t bytes;
	bool reads;
	bool writes;
};

/* The address may be any within an instruction. False if there is no function there, or it cannot
 * be disassembled. */
bool disassemble(uint64_t address, const uint64_t registers[TRYOUT_NR_REGISTERS],
		 struct disassembly *out);

/* A jump of a function, and where it goes. */
struct jump {
	uint64_t address; /* 0: none */
	uint64_t target;
};

/* The jump by which the straight piece of code that holds an address is entered, or runs past. */
struct jump disassembly_way_to(uint64_t address);

#endif
