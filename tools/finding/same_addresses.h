/* What a wild access comes upon depends on where things lie: the same from run to run. */
#ifndef MMINIT_TOOLS_FINDING_SAME_ADDRESSES_H
#define MMINIT_TOOLS_FINDING_SAME_ADDRESSES_H

/* Starts this program anew, with the same arguments, without random addresses; returns where it has
 * none already, or the system does not allow it. */
void same_addresses(char **argv);

#endif
