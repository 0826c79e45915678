/*
 * The child of a tryout. When it crashes its handler writes down where, and then answers questions
 * about its machines, which are still there, until the parent has heard enough.
 */
#define _GNU_SOURCE
#include "tryout_internal.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <ucontext.h>
#include <unistd.h>
#include <unwind.h>

#include "verdict.h"

enum {
	HANDLER_STACK_BYTES = 1 << 17,
	TRACED_INSTRUCTIONS = 200000, /* at most, in either part of a trace */
	QUIET_INSTRUCTIONS = 30000,   /* without anything new: it goes round in circles */
	TRAP_FLAG = 1 << 8,           /* of the processor: a trap after each instruction */
};

static struct tryout_shared *shared;
static struct machine_pair *pair;
static int from_parent, to_parent;

const char *const tryout_register_names[TRYOUT_NR_REGISTERS] = {
    "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "rsp", "r8",
    "r9",  "r10", "r11", "r12", "r13", "r14", "r15", "rip",
};

/* In a sanitizer's build only. */
__attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)(void));

/* Options that a sanitizer's runtime asks for. The parent reads the report and knows the symbols;
 * a process that looks them up, started for each try, would take longer than all the rest. */
const char *__ubsan_default_options(void);
const char *__ubsan_default_options(void)
{
	return "print_stacktrace=1:symbolize=0";
}

const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "symbolize=0:print_legend=0";
}

static void say(char what)
{
	while (write(to_parent, &what, 1) < 0 && errno == EINTR)
		;
}

static bool hear(char *what)
{
	ssize_t got;

	do {
		got = read(from_parent, what, 1);
	} while (got < 0 && errno == EINTR);
	return got == 1;
}

static void locate(void)
{
	shared->answered_by = -1;
	for (int i = 0; i < NR_IMPLEMENTATIONS && shared->answered_by < 0; i++)
		if (pair->implementation[i]->locate(pair->machine[i], shared->query, shared->answer,
						    sizeof(shared->answer)))
			shared->answered_by = i;
}

/* For who cannot go on: answers until the parent has no more questions. Returns if it wants the
 * boot to go on instruction by instruction. */
static void answer_questions(void)
{
	char ask;

	while (hear(&ask)) {
		if (ask == ASK_TRACE)
			return;
		if (ask != ASK_LOCATE)
			break;
		locate();
		say(SAY_ANSWER);
	}
	_exit(0);
}

_Noreturn static void only_answer_questions(void)
{
	for (;;)
		answer_questions();
}

static void copy_registers(const ucontext_t *context, struct tryout_stack *stack)
{
	static const int order[TRYOUT_NR_REGISTERS] = {
	    REG_RAX, REG_RBX, REG_RCX, REG_RDX, REG_RSI, REG_RDI, REG_RBP, REG_RSP, REG_R8,
	    REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15, REG_RIP,
	};

	for (int i = 0; i < TRYOUT_NR_REGISTERS; i++)
		stack->registers[i] = (uint64_t)context->uc_mcontext.gregs[order[i]];
}

/* What the processor says of a page fault. */
static void set_access(const ucontext_t *context, struct tryout_result *result)
{
	enum { TRAP_PAGE_FAULT = 14, ERROR_WRITE = 2, ERROR_FETCH = 16 };
	const greg_t *registers = context->uc_mcontext.gregs;
	bool page_fault = registers[REG_TRAPNO] == TRAP_PAGE_FAULT;

	result->write = page_fault && (registers[REG_ERR] & ERROR_WRITE);
	result->fetch = page_fault && (registers[REG_ERR] & ERROR_FETCH);
}

struct unwinding {
	struct tryout_stack *stack;
	bool reached; /* the frame that the signal interrupted */
};

static _Unwind_Reason_Code add_frame(struct _Unwind_Context *context, void *argument)
{
	struct unwinding *u = argument;
	struct tryout_stack *stack = u->stack;
	int before_instruction = 0;
	uint64_t pc = _Unwind_GetIPInfo(context, &before_instruction);

	/* In front of it are the handler's own frames and the kernel's trampoline. */
	if (!u->reached && pc != stack->registers[TRYOUT_NR_REGISTERS - 1])
		return _URC_NO_REASON;
	u->reached = true;
	/* What it calls the CFA is the stack pointer here: the top of the frame of whom is called.
	 */
	if (stack->nr)
		stack->cfa[stack->nr - 1] = _Unwind_GetCFA(context);
	stack->pc[stack->nr] = pc;
	stack->cfa[stack->nr] = 0;
	stack->nr++;
	return stack->nr == TRYOUT_MAX_FRAMES ? _URC_END_OF_STACK : _URC_NO_REASON;
}

static void take_stack(const ucontext_t *context, struct tryout_stack *stack)
{
	struct unwinding u = {.stack = stack};

	copy_registers(context, stack);
	stack->nr = 0;
	stack->exact = true;
	_Unwind_Backtrace(add_frame, &u);
	if (stack->nr == 0) { /* no unwind information there */
		stack->pc[0] = stack->registers[TRYOUT_NR_REGISTERS - 1];
		stack->cfa[0] = stack->registers[7];
		stack->nr = 1;
	}
}

/* The instruction whose place a breakpoint has taken was not executed. */
static void undo_break(ucontext_t *context)
{
	greg_t *next = &context->uc_mcontext.gregs[REG_RIP];

	if (shared->break_at && (uint64_t)*next == shared->break_at + 1)
		(*next)--;
}

/* A second crash, in here, has the default action: the parent then knows what was written down. */
static void on_crash(int signal_number, siginfo_t *info, void *context)
{
	struct tryout_result *result = &shared->result;

	undo_break(context);
	result->end = TRYOUT_CRASH;
	result->signal = signal_number;
	result->code = info->si_code;
	result->address = (uint64_t)(uintptr_t)info->si_addr;
	result->place = pair->place;
	set_access(context, result);
	copy_registers(context, &result->stack[0]);
	result->nr_stacks = 1;
	take_stack(context, &result->stack[0]);
	say(SAY_CRASH);
	only_answer_questions();
}

/* Adds an instruction of the outermost function; false if it is there already. */
static bool add_traced(uint64_t pc)
{
	struct loop_trace *trace = &shared->trace;

	for (uint32_t i = 0; i < trace->nr; i++)
		if (trace->pc[i] == pc)
			return false;
	if (trace->nr == TRACE_MAX_PCS)
		return false;
	trace->pc[trace->nr++] = pc;
	return true;
}

/* The loop goes on instruction by instruction. The stack grows downwards: where it is shortest, the
 * outermost function of the loop is at work. The first part finds out how short that is, and takes
 * the stack there; the second, if it is asked for, takes that function's instructions. */
enum trace_part { SHORTEST_STACK, INSTRUCTIONS };

static enum trace_part part;
static uint64_t outermost;
static uint32_t done, quiet; /* instructions of this part; those since it saw anything new */

static void look_at_instruction(const ucontext_t *context)
{
	uint64_t stack = (uint64_t)context->uc_mcontext.gregs[REG_RSP];

	if (part == SHORTEST_STACK && stack > outermost) {
		outermost = stack;
		quiet = 0;
		take_stack(context, &shared->result.stack[TRYOUT_MAX_SAMPLES]);
		shared->nr_samples = TRYOUT_MAX_SAMPLES + 1;
	}
	if (part == INSTRUCTIONS && stack == outermost &&
	    add_traced((uint64_t)context->uc_mcontext.gregs[REG_RIP]))
		quiet = 0;
}

static void on_instruction(int signal_number, siginfo_t *info, void *context)
{
	(void)signal_number;
	(void)info;
	done++;
	quiet++;
	look_at_instruction(context);
	if (done < TRACED_INSTRUCTIONS && quiet < QUIET_INSTRUCTIONS)
		return;
	say(SAY_ANSWER);
	if (part == INSTRUCTIONS)
		only_answer_questions();
	answer_questions();
	part = INSTRUCTIONS;
	done = quiet = 0;
}

static void start_trace(void *context)
{
	struct sigaction action = {.sa_sigaction = on_instruction,
				   .sa_flags = SA_SIGINFO | SA_ONSTACK};

	shared->trace.nr = 0;
	part = SHORTEST_STACK;
	outermost = done = quiet = 0;
	sigaction(SIGTRAP, &action, NULL);
	((ucontext_t *)context)->uc_mcontext.gregs[REG_EFL] |= TRAP_FLAG;
}

static void on_sample(int signal_number, siginfo_t *info, void *context)
{
	(void)signal_number;
	(void)info;
	if (shared->nr_samples >= TRYOUT_MAX_SAMPLES)
		return;
	take_stack(context, &shared->result.stack[shared->nr_samples]);
	shared->result.place = pair->place;
	shared->nr_samples++;
	if (shared->nr_samples < TRYOUT_MAX_SAMPLES)
		return;
	if (!shared->closely)
		only_answer_questions();
	start_trace(context);
}

/* The sanitizer's own frames are on the stack too. */
static void on_sanitizer(void)
{
	struct unwinding u = {.stack = &shared->result.stack[0], .reached = true};

	shared->result.end = TRYOUT_SANITIZER;
	shared->result.place = pair->place;
	u.stack->nr = 0;
	u.stack->exact = false;
	_Unwind_Backtrace(add_frame, &u);
	shared->result.nr_stacks = 1;
	say(SAY_SANITIZER);
	only_answer_questions();
}

static void install_handlers(void)
{
	static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP};
	static char stack_of_handlers[HANDLER_STACK_BYTES];
	const stack_t stack = {.ss_sp = stack_of_handlers, .ss_size = sizeof(stack_of_handlers)};
	struct sigaction action = {.sa_sigaction = on_crash,
				   .sa_flags = (int)(SA_SIGINFO | SA_ONSTACK | SA_RESETHAND)};

	sigaltstack(&stack, NULL);
	for (size_t i = 0; i < sizeof(fatal) / sizeof(fatal[0]); i++)
		sigaction(fatal[i], &action, NULL);
	action.sa_sigaction = on_sample;
	action.sa_flags = SA_SIGINFO | SA_ONSTACK;
	sigaction(SIGUSR1, &action, NULL);
	signal(SIGINT, SIG_IGN); /* Ctrl-C is for the parent */
	if (__sanitizer_set_death_callback)
		__sanitizer_set_death_callback(on_sanitizer);
}

/* Where code cannot be written to, the boot goes past it. */
static void set_break(uint64_t at)
{
	enum { PAGE_BYTES = 4096, BREAKPOINT = 0xcc };
	void *page = (void *)(uintptr_t)(at & ~(uint64_t)(PAGE_BYTES - 1));

	if (mprotect(page, PAGE_BYTES, PROT_READ | PROT_WRITE | PROT_EXEC) < 0)
		return;
	*(volatile uint8_t *)(uintptr_t)at = BREAKPOINT;
	mprotect(page, PAGE_BYTES, PROT_READ | PROT_EXEC);
}

static _Unwind_Reason_Code stop_at_once(struct _Unwind_Context *context, void *argument)
{
	(void)context;
	(void)argument;
	return _URC_END_OF_STACK;
}

_Noreturn void tryout_child(struct tryout_shared *shared_, struct machine_pair *pair_,
			    int from_parent_, int to_parent_)
{
	const struct rlimit no_core = {0, 0};
	char ask;

	shared = shared_;
	pair = pair_;
	from_parent = from_parent_;
	to_parent = to_parent_;
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* a boot that hangs would outlive its parent */
	setrlimit(RLIMIT_CORE, &no_core);
	_Unwind_Backtrace(stop_at_once, NULL); /* what it loads, it loads now */
	install_handlers();
	if (shared->break_at)
		set_break(shared->break_at);
	while (hear(&ask) && ask == ASK_RUN) {
		struct tryout_result *result = &shared->result;

		tryout_boot(pair, &shared->scenario, shared->how, shared->last_stage,
			    &shared->preparing, &result->boot);
		result->end = result->boot.differs ? TRYOUT_DIFFER : TRYOUT_AGREE;
		say(SAY_DONE);
	}
	_exit(0);
}
