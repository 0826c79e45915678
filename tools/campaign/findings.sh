# shellcheck shell=bash disable=SC2154
# From the inputs that failed to distinct findings, for tools/fuzz.
#
# $findings/raw holds inputs as the engines left them, not looked at yet: those of a campaign that
# was killed are looked at by the next. Then they are in $findings/inputs, and those that pass when
# they are run alone in $findings/unreproduced.

# copy_by_digest FOLDER FILE...: AFL++ names files by number; under their digest they can lie beside
# those of others, and none is written twice.
copy_by_digest() {
	local file name to=$1
	shift
	for file in "$@"; do
		[ -f "$file" ] || continue
		name=$to/$(sha1sum <"$file" | cut -c1-40)
		[ -e "$name" ] || { cp "$file" "$name.part" && mv "$name.part" "$name"; }
	done
}

# cut_short FOLDER: files whose name ends in a digest that is not of what they hold.
cut_short() {
	find "$1" -maxdepth 1 -type f -name "*$(printf '[0-9a-f]%.0s' {1..40})" -exec sha1sum {} + |
		awk '{ name = substr($0, 43); if (substr(name, length(name) - 39) != $1) print name }'
}

# keep_raw FILE...: to be looked at, unless it has been already.
keep_raw() {
	local file
	for file in "$@"; do
		[ -f "$file" ] || continue
		[ -e "$findings/inputs/$(sha1sum <"$file" | cut -c1-40)" ] || copy_by_digest "$raw" "$file"
	done
}

# passes INPUT LOG: runs the driver on one input. What bash says of an abort is not for the user.
passes() {
	{ limited 60 "$binary" "$1" >"$2" 2>&1; } 2>/dev/null
}

# set_aside_failing FOLDER NAME: inputs that fail already would end every process at its start: they
# are findings, and are set aside.
set_aside_failing() {
	local input
	find "$1" -maxdepth 1 -type f -print0 >"$scratch/tried"
	if limited 600 xargs -0 -r -a "$scratch/tried" "$binary" >/dev/null 2>&1; then
		return
	fi
	step "some inputs of the $2 fail already: trying each"
	while IFS= read -r input; do
		if ! passes "$input" /dev/null; then
			keep_raw "$input"
			rm "$input"
		fi
	done < <(find "$1" -maxdepth 1 -type f)
}

# Keeps of each distinct finding the smallest input, as bytes and as text.
collect_findings() {
	local input name what output=$scratch/output
	found=()
	reports=()
	unreproduced=0
	mkdir -p "$findings/inputs" "$findings/unreproduced"
	while IFS= read -r input; do
		what=""
		if ! passes "$input" "$output"; then
			what=$(identity "$output")
		elif [[ $(basename "$input") =~ ^(timeout|oom)- ]]; then
			what=${BASH_REMATCH[1]} # libFuzzer's limits are stricter
		else
			mv "$input" "$findings/unreproduced/"
			unreproduced=$((unreproduced + 1))
			continue
		fi
		name=$(tr -cs 'A-Za-z0-9_\n' - <<<"$what" | cut -c1-80)
		[ -e "$scratch/named/$name" ] || keep_finding "$input" "$findings/${name%-}" "$what"
		touch "$scratch/named/$name"
		mv "$input" "$findings/inputs/"
	done < <(find "$raw" -type f ! -name 'slow-unit-*' ! -name '*.part' -printf '%s %p\n' |
		sort -n | cut -d' ' -f2-)
	rm -f "$raw"/slow-unit-* "$raw"/*.part
}

# keep_finding INPUT BASE WHAT
keep_finding() {
	local input=$1 base=$2 what=$3
	if [ "$driver" = fuzz_log ]; then
		cp "$input" "$base.mm"
	elif takes_scenario "$driver"; then
		cp "$input" "$base.bin"
		"$root/build/$preset/mminit" convert "$base.bin" "$base.mm" || rm -f "$base.mm"
	else
		cp "$input" "$base.bin"
	fi
	[ -e "$base.mm" ] && found+=("$what: ${base#"$PWD"/}.mm") || found+=("$what: ${base#"$PWD"/}.bin")
	! takes_scenario "$driver" || reports+=("build/$preset/mminit report ${base#"$PWD"/}.bin -o ${base#"$PWD"/}.html")
}
