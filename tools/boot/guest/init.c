/* The only program of the machine that mminit boot starts: hands what the kernel shows of its
 * memory to the host, a byte at a time through QEMU's debug port, and ends the machine.
 *
 * No C library: five system calls and a port are all it takes. Each part starts with a line
 * "@@NAME"; "@@end" says that nothing is missing. */
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>

enum { PORT_DEBUG = 0xe9, PORT_EXIT = 0xf4, SYSLOG_READ_ALL = 3, READ_SIZE = 1 << 16 };

static char buffer[8 << 20]; /* holds the whole log */

static long call(long number, long a, long b, long c, long d, long e)
{
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
			 : "rcx", "r11", "memory");
	return result;
}

static void put(const char *data, size_t size)
{
	uint16_t port = PORT_DEBUG;

	__asm__ volatile("rep outsb" : "+S"(data), "+c"(size) : "d"(port) : "memory");
}

static size_t length_of(const char *text)
{
	size_t length = 0;

	while (text[length])
		length++;
	return length;
}

static void put_text(const char *text)
{
	put(text, length_of(text));
}

static void put_hex(uint64_t value, char behind)
{
	char digits[17];
	int at = 16;

	digits[16] = behind;
	do {
		digits[--at] = "0123456789abcdef"[value & 15];
	} while (value >>= 4);
	put(digits + at, (size_t)(17 - at));
}

static void put_name(const char *name)
{
	put_text("@@");
	put_text(name);
	put_text("\n");
}

static long open_file(const char *path)
{
	return call(SYS_open, (long)path, O_RDONLY, 0, 0, 0);
}

static long read_file(long fd, void *data, size_t size)
{
	return call(SYS_read, fd, (long)data, (long)size, 0, 0);
}

static void mount(const char *type, const char *path)
{
	call(SYS_mkdir, (long)path, 0755, 0, 0, 0);
	call(SYS_mount, (long)type, (long)path, (long)type, 0, 0);
}

static void put_file(const char *path)
{
	long fd = open_file(path);
	long size;

	put_name(path);
	if (fd < 0) {
		put_text("!absent\n");
		return;
	}
	while ((size = read_file(fd, buffer, READ_SIZE)) > 0)
		put(buffer, (size_t)size);
	call(SYS_close, fd, 0, 0, 0, 0);
}

/* Runs of page frames of equal flags: start, number, flags. */
static void put_page_flags(void)
{
	long fd = open_file("/proc/kpageflags");
	const uint64_t *flags = (const uint64_t *)(void *)buffer;
	uint64_t pfn = 0, start = 0, of_run = 0;
	long size;

	put_name("kpageflags");
	while (fd >= 0 && (size = read_file(fd, buffer, READ_SIZE)) > 0) {
		for (long i = 0; i < size / 8; i++, pfn++) {
			if (flags[i] == of_run)
				continue;
			if (pfn > start) {
				put_hex(start, ' ');
				put_hex(pfn - start, ' ');
				put_hex(of_run, '\n');
			}
			start = pfn;
			of_run = flags[i];
		}
	}
	if (pfn > start) {
		put_hex(start, ' ');
		put_hex(pfn - start, ' ');
		put_hex(of_run, '\n');
	}
}

static void put_log(void)
{
	long size = call(SYS_syslog, SYSLOG_READ_ALL, (long)buffer, sizeof(buffer), 0, 0);

	put_name("dmesg");
	if (size > 0)
		put(buffer, (size_t)size);
}

/* The first value of a small file of sysfs, without its newline. */
static void put_value(const char *folder, const char *entry, const char *file, char behind)
{
	char path[256];
	size_t at = 0;
	const char *part[3] = {folder, entry, file};
	char value[64];
	long fd, size;

	for (int i = 0; i < 3; i++)
		for (const char *c = part[i]; *c && at < sizeof(path) - 1; c++)
			path[at++] = *c;
	path[at] = '\0';
	fd = open_file(path);
	size = fd < 0 ? 0 : read_file(fd, value, sizeof(value));
	if (fd >= 0)
		call(SYS_close, fd, 0, 0, 0, 0);
	while (size > 0 && value[size - 1] == '\n')
		size--;
	if (size > 0)
		put(value, (size_t)size);
	put(&behind, 1);
}

/* What getdents64 returns. */
struct entry {
	uint64_t inode;
	int64_t offset;
	uint16_t size;
	uint8_t type;
	char name[];
};

/* Of each folder in `folder` whose name starts with `first`: its files, a line each. */
static void put_folders(const char *section, const char *folder, char first, const char *files[],
			int nr_files)
{
	static char list[1 << 15];
	long fd = call(SYS_open, (long)folder, O_RDONLY | O_DIRECTORY, 0, 0, 0);
	long size;

	put_name(section);
	while (fd >= 0 && (size = call(SYS_getdents64, fd, (long)list, sizeof(list), 0, 0)) > 0) {
		for (long at = 0; at < size;) {
			const struct entry *e = (const struct entry *)(void *)(list + at);
			char c = e->name[0];

			at += e->size;
			if (c != first && !(first == '0' && c >= '0' && c <= '9'))
				continue;
			if (first != '0') {
				put_text(e->name);
				put_text(" ");
			}
			for (int i = 0; i < nr_files; i++)
				put_value(folder, e->name, files[i],
					  i == nr_files - 1 ? '\n' : ' ');
		}
	}
}

static void put_memory(void)
{
	static const char *range[] = {"/start", "/end", "/type"};
	static const char *block[] = {"/phys_index", "/valid_zones"};

	put_folders("firmware_memmap", "/sys/firmware/memmap/", '0', range, 3);
	put_folders("memory_blocks", "/sys/devices/system/memory/", 'm', block, 2);
}

/* The borders of the kernel's image between which it frees memory late. */
static const char *const symbols[] = {
    "_text",       "_etext",          "__start_rodata",      "__end_rodata",
    "_sdata",      "__init_begin",    "__init_end",          "__start_bss_decrypted_unused",
    "__smp_locks", "__smp_locks_end", "__end_bss_decrypted",
};

/* Whether a line of /proc/kallsyms, "ADDRESS TYPE NAME", is about one of them. */
static int is_wanted(const char *line, size_t length)
{
	enum { NAME_AT = 19 };

	for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
		size_t at = 0;

		if (length != NAME_AT + length_of(symbols[i]) + 1)
			continue;
		while (symbols[i][at] && line[NAME_AT + at] == symbols[i][at])
			at++;
		if (!symbols[i][at])
			return 1;
	}
	return 0;
}

/* Asked for by a file of this name beside this program: it takes a while, and the answer is the
 * same at every boot of a kernel. */
static void put_symbols(void)
{
	long fd, size;
	size_t left = 0; /* of a line whose rest was not read yet */

	if (open_file("/symbols") < 0)
		return;
	put_name("symbols");
	fd = open_file("/proc/kallsyms");
	while (fd >= 0 && (size = read_file(fd, buffer + left, READ_SIZE)) > 0) {
		size_t end = left + (size_t)size, line = 0;

		for (size_t i = left; i < end; i++) {
			if (buffer[i] != '\n')
				continue;
			if (is_wanted(buffer + line, i + 1 - line))
				put(buffer + line, i + 1 - line);
			line = i + 1;
		}
		left = end - line;
		for (size_t i = 0; i < left; i++)
			buffer[i] = buffer[line + i];
	}
}

__attribute__((noreturn, used, force_align_arg_pointer)) void _start(void)
{
	uint16_t port = PORT_EXIT;

	call(SYS_iopl, 3, 0, 0, 0, 0);
	mount("proc", "/proc");
	mount("sysfs", "/sys");
	put_page_flags();
	put_file("/proc/zoneinfo");
	put_file("/proc/buddyinfo");
	put_file("/proc/meminfo");
	put_file("/proc/pagetypeinfo");
	put_file("/proc/iomem");
	put_file("/proc/version");
	put_file("/proc/cmdline");
	put_file("/sys/devices/system/memory/block_size_bytes");
	put_file("/sys/devices/system/node/online");
	put_memory();
	put_symbols();
	put_log();
	put_name("end");
	__asm__ volatile("outb %%al, %%dx" : : "a"(0), "d"(port));
	for (;;)
		call(SYS_pause, 0, 0, 0, 0, 0);
}
