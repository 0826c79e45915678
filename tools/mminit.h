/* The subcommands of mminit. Each returns the exit status of the contract: 0 agreement or done,
 * 1 a difference or a failed check, 2 unusable arguments or input. argv[0] is the command's name.
 */
#ifndef MMINIT_TOOLS_MMINIT_H
#define MMINIT_TOOLS_MMINIT_H

#include <stdbool.h>

enum { EXIT_AGREE = 0, EXIT_DIFFER = 1, EXIT_UNUSABLE = 2 };

int cmd_run(int argc, char **argv);
int cmd_show(int argc, char **argv);
int cmd_convert(int argc, char **argv);
int cmd_minimize(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_triage(int argc, char **argv);
int cmd_bundle(int argc, char **argv);
int cmd_keep(int argc, char **argv);
int cmd_replay(int argc, char **argv);
int cmd_boot(int argc, char **argv);
int cmd_bench(int argc, char **argv);
int cmd_enumerate(int argc, char **argv);

/* Prints "mminit: ..." as one line to standard error and returns EXIT_UNUSABLE. */
__attribute__((format(printf, 1, 2))) int unusable(const char *format, ...);

#endif
