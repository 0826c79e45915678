#include "kernel.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bytes.h"
#include "scenario_file.h"
#include "tools/mminit.h"

static bool make_folder(const char *path)
{
	if (!mkdir(path, 0755) || errno == EEXIST)
		return true;
	unusable("%s: %s", path, strerror(errno));
	return false;
}

bool cache_folder(char path[2048])
{
	const char *cache = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");

	if (cache && cache[0] == '/') {
		snprintf(path, 2048, "%s", cache);
	} else if (home && home[0] == '/') {
		snprintf(path, 2048, "%s/.cache", home);
	} else {
		unusable("boot: neither XDG_CACHE_HOME nor HOME says where the kernels go");
		return false;
	}
	if (strlen(path) > 1024) {
		unusable("boot: the name of the cache folder is too long");
		return false;
	}
	if (!make_folder(path))
		return false;
	strcat(path, "/mminit");
	return make_folder(path);
}

/* Runs a program to its end with standard output into standard error; true if it succeeded. */
static bool run_in(const char *folder, const char *const argv[])
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (!chdir(folder) && dup2(STDERR_FILENO, STDOUT_FILENO) >= 0)
			execvp(argv[0], (char *const *)argv);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return false;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* The name of the newest package that the release's meta-package depends on. */
static bool package_of(const char *release, char package[128])
{
	static const char first[] = "  Depends: ";
	const char *meta =
	    strcmp(release, "6.1") ? "linux-image-6.12-cloud-amd64" : "linux-image-cloud-amd64";
	char command[128], line[256];
	bool found = false;
	FILE *pipe;

	snprintf(command, sizeof(command), "apt-cache depends %s 2>/dev/null", meta);
	pipe = popen(command, "r");
	if (!pipe)
		return false;
	while (fgets(line, sizeof(line), pipe)) {
		line[strcspn(line, "\n")] = '\0';
		if (found || strncmp(line, first, sizeof(first) - 1))
			continue;
		snprintf(package, 128, "%.127s", line + sizeof(first) - 1);
		found = true;
	}
	pclose(pipe);
	return found;
}

/* The newest by name of what the pattern finds. */
static bool newest(const char *pattern, char path[4096])
{
	glob_t found = {0};
	bool any = !glob(pattern, 0, NULL, &found) && found.gl_pathc;

	if (any)
		snprintf(path, 4096, "%s", found.gl_pathv[found.gl_pathc - 1]);
	globfree(&found);
	return any;
}

static bool unpack(const char *cache, const char *folder, const char *package)
{
	char pattern[4096], deb[4096], part[4096];
	const char *const download[] = {"apt-get", "download", package, NULL};
	const char *const extract[] = {"dpkg-deb", "-x", deb, part, NULL};
	bool good;

	fprintf(stderr, "mminit: boot: downloading %s into %s\n", package, cache);
	snprintf(pattern, sizeof(pattern), "%s/%s_*.deb", cache, package);
	snprintf(part, sizeof(part), "%s.part", folder);
	good = (newest(pattern, deb) || (run_in(cache, download) && newest(pattern, deb))) &&
	       run_in(cache, extract) && !rename(part, folder);
	if (good)
		unlink(deb);
	return good;
}

bool kernel_fetch(const char *release, char path[4096])
{
	char cache[2048], folder[2100], pattern[2200], package[128];

	if (!cache_folder(cache))
		return false;
	snprintf(folder, sizeof(folder), "%s/kernel-%s", cache, release);
	snprintf(pattern, sizeof(pattern), "%s/boot/vmlinuz-*", folder);
	if (newest(pattern, path))
		return true;
	if (!package_of(release, package)) {
		unusable("boot: apt knows no cloud kernel %s; give one with --kernel", release);
		return false;
	}
	if (unpack(cache, folder, package) && newest(pattern, path))
		return true;
	unusable("boot: %s could not be had; give a kernel with --kernel", package);
	return false;
}

static const char *parse_header(struct kernel *k)
{
	const unsigned char *h = k->image;

	if (k->size < 0x300 || memcmp(h + 0x202, "HdrS", 4))
		return "not a bzImage";
	if (get16(h + 0x206) < 0x20a || !(h[0x211] & 1))
		return "its boot protocol is too old";
	k->setup_size = (size_t)((h[0x1f1] ? h[0x1f1] : 4) + 1) * 512;
	k->cmdline_size = get32(h + 0x238);
	k->pref_address = get32(h + 0x258);
	k->init_size = get32(h + 0x260);
	return k->setup_size < k->size ? NULL : "cut";
}

bool kernel_read(const char *path, struct kernel *k)
{
	const char *wrong;
	char *data;

	*k = (struct kernel){0};
	if (!file_read(path, &data, &k->size)) {
		unusable("%s: %s", path, strerror(errno));
		return false;
	}
	k->image = (unsigned char *)data;
	snprintf(k->path, sizeof(k->path), "%s", path);
	wrong = parse_header(k);
	if (!wrong)
		return true;
	unusable("%s: %s", path, wrong);
	kernel_free(k);
	return false;
}

void kernel_free(struct kernel *k)
{
	free(k->image);
	*k = (struct kernel){0};
}
