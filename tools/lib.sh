# shellcheck shell=bash
# Shared by the scripts of tools/: not to be run by itself.
#
# Exit statuses of every script: 0 as hoped, 1 findings or failures, 2 could not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

step() {
	printf '==> %s\n' "$*"
}

# die MESSAGE: the script could not do its work.
die() {
	printf '%s: %s\n' "$(basename "$0")" "$*" >&2
	exit 2
}

# Commands that a build needs, each with the Debian package it comes from; and headers.
needed_commands="cmake:cmake ninja:ninja-build clang:clang cc:gcc llvm-symbolizer:llvm"
needed_headers="cmocka.h:libcmocka-dev json-c/json.h:libjson-c-dev zlib.h:zlib1g-dev"
needed_headers+=" elfutils/libdwfl.h:libdw-dev capstone/capstone.h:libcapstone-dev"

# missing_packages [COMMAND:PACKAGE...]: prints the packages that are not installed.
missing_packages() {
	local pair
	for pair in $needed_commands "$@"; do
		command -v "${pair%%:*}" >/dev/null || echo "${pair#*:}"
	done
	if command -v cc >/dev/null; then
		for pair in $needed_headers; do
			echo "#include <${pair%%:*}>" | cc -E -x c - >/dev/null 2>&1 || echo "${pair#*:}"
		done
	else
		echo libcmocka-dev libjson-c-dev zlib1g-dev libdw-dev libcapstone-dev
	fi
	if command -v clang >/dev/null &&
		! [ -e "$(clang -print-runtime-dir)/libclang_rt.fuzzer-$(uname -m).a" ]; then
		echo "libclang-rt-$(clang -dumpversion | cut -d. -f1)-dev"
	elif ! command -v clang >/dev/null; then
		echo libclang-rt-14-dev
	fi
}

# install_missing [COMMAND:PACKAGE...]: installs what the build and the commands named need, or
# says what is to be installed and ends the script.
install_missing() {
	local packages as_root=""
	packages=$(missing_packages "$@" | sort -u | tr '\n' ' ')
	[ -n "$packages" ] || return 0
	if [ "$(id -u)" != 0 ]; then
		sudo -n true 2>/dev/null || die "please install: $packages"
		as_root="sudo -n"
	fi
	command -v apt-get >/dev/null || die "please install: $packages"
	step "installing $packages"
	# shellcheck disable=SC2086 # lists of words
	{ $as_root apt-get update -q && $as_root env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -q --no-install-recommends $packages; } >&2 ||
		die "could not install: $packages"
}

# The kernel trees that builds compare with, separated by ;. Empty: none.
linux_trees=""

# linux_add TREE: one more.
linux_add() {
	[ -d "$1" ] || die "--linux $1: no such folder"
	linux_trees+=${linux_trees:+;}$(cd "$1" && pwd)
}

# Prints the log of a build that failed. If a kernel tree is what it failed for, that is said in a
# line of its own.
build_failed() {
	local preset=$1 log=$2 why
	why=$(awk '/MMINIT_LINUX_SRC:/ { take = 1 } take && /^$/ { exit } take' "$log" |
		tr -s ' \n' ' ' | sed 's/^ //; s/^MMINIT_LINUX_SRC: //; s/ Call Stack.*//')
	[ -z "$why" ] || die "--linux $why; without --linux the rest works"
	if grep -q 'FAILED: .*linux_tree_' "$log"; then
		why=$(grep -m 1 ' error: ' "$log") || true
		die "--linux: the tree's memblock.c, e820.c or numa.c does not compile with the headers" \
			"of fuzz/linux/include, see $why; without --linux the rest works"
	fi
	grep -q '^\[' "$log" || cat "$log" >&2 # of cmake; a build's own is on the screen already
	die "the build of $preset failed"
}

# build PRESET [TARGET...]: configures and builds; all targets by default.
build() {
	local preset=$1 log=$root/build/$1.log
	shift
	step "building $preset"
	mkdir -p "$root/build"
	(cd "$root" && cmake --preset "$preset" -Wno-dev "-DMMINIT_LINUX_SRC=$linux_trees") \
		>"$log" 2>&1 || build_failed "$preset" "$log"
	(cd "$root" && cmake --build --preset "$preset" --parallel "$(nproc)" ${1:+--target "$@"} 2>&1) |
		tee "$log" || build_failed "$preset" "$log"
}

# copy_tree FOLDER: the tree as it stands, without what was built, as a git work tree of its own.
copy_tree() {
	mkdir "$1"
	tar -C "$root" --exclude=./build --exclude=./.git -cf - . | tar -C "$1" -xf -
	git -C "$1" init -q
}

# mistake_header PATCH KEY: the value of that header line of a deliberate mistake.
mistake_header() {
	sed -n "s/^# $2: *//p" "$1" | sed -n 1p
}

# The deliberate mistakes there are.
mistake_files=("$root"/fuzz/mistakes/[0-9]*.patch)

# select_mistakes [NAME...]: those of them that are named, NNN-name, NNN or name; all without a name.
select_mistakes() {
	local name file matches
	if [ $# -eq 0 ]; then
		printf '%s\n' "${mistake_files[@]}"
		return
	fi
	for name in "$@"; do
		matches=0
		for file in "${mistake_files[@]}"; do
			case "$(basename "${file%.*}")" in
			"$name" | "$name"-* | *-"$name")
				echo "$file"
				matches=$((matches + 1))
				;;
			esac
		done
		[ $matches -gt 0 ] || die "no mistake $name in $(dirname "${mistake_files[0]}")"
	done
}

# identity LOG: what a driver ended with. The harness names it itself, a sanitizer in its summary.
identity() {
	local line
	line=$(grep -aoE -m 1 'ASSERTION FAILED: .*|SUMMARY: .*' "$1") || true
	sed -E 's/^(ASSERTION FAILED|SUMMARY): //; s#/[^ ]*/##g' <<<"${line:-crash}"
}

# driver_source DRIVER: its file; those of decoders of the command lie beside them.
driver_source() {
	local file
	for file in "$root/fuzz/$1.c" "$root"/tools/*/"$1.c"; do
		[ ! -e "$file" ] || { echo "$file" && return; }
	done
	return 1
}

# all_drivers: the name of each.
all_drivers() {
	(cd "$root" && printf '%s\n' fuzz/fuzz_*.c tools/*/fuzz_*.c) | sed 's#.*/##; s/\.c$//'
}

# takes_scenario DRIVER: whether its input is a scenario as bytes, and not a file of another form.
takes_scenario() {
	[[ ! $1 =~ ^fuzz_(log|replay|bundle)$ ]]
}
