/* The kernel to boot: a bzImage of the user's, or one of Debian's packages. */
#ifndef MMINIT_TOOLS_BOOT_KERNEL_H
#define MMINIT_TOOLS_BOOT_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct kernel {
	char path[4096];
	unsigned char *image;
	size_t size;
	size_t setup_size;  /* bytes of real mode code; the kernel proper follows */
	uint32_t init_size; /* bytes from the load address that it needs while it unpacks */
	uint32_t pref_address;
	uint32_t cmdline_size; /* without the NUL */
};

/* The cache folder, $XDG_CACHE_HOME/mminit or ~/.cache/mminit, made if missing. Says what is wrong.
 */
bool cache_folder(char path[2048]);

/* The bzImage of Debian's cloud kernel of release "6.1" or "6.12", in the cache; downloaded
 * (`apt-get download`) and unpacked there if it is missing, never installed. */
bool kernel_fetch(const char *release, char path[4096]);

/* Reads a bzImage. If that fails, prints one line to standard error and returns false. */
bool kernel_read(const char *path, struct kernel *k);
void kernel_free(struct kernel *k);

#endif
