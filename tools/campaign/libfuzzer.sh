# shellcheck shell=bash disable=SC2034,SC2154
# The engine libFuzzer, for tools/fuzz. A process a job; all write to one corpus and read what the
# others write there. A process ends with its first finding and is started again. The sanitizers slow
# a process down, so of several only the first has them.

libfuzzer_packages() {
	:
}

libfuzzer_build() {
	build fuzz
	[ "$jobs" -lt 2 ] || build fuzz-fast "$driver"
}

libfuzzer_prepare() {
	[ -z "$sync" ] || mkdir -p "$sync/libfuzzer/queue"
}

# libfuzzer_start JOB SECONDS. With --sync a process ends after a minute, for only a new one reads
# what other machines have put into the shared folders.
libfuzzer_start() {
	local job=$1 left=$2 program=$binary
	local folders=("$corpus" "$seeds")
	if [ -n "$sync" ]; then
		folders+=("$sync"/*/queue)
		[ "$left" -le 60 ] || left=60
	fi
	[ "$job" = 0 ] || program=$root/build/fuzz-fast/$driver
	launch "$job" "$program" -max_total_time="$left" -print_final_stats=1 -timeout=25 \
		-rss_limit_mb=4096 -max_len="$max_input" -artifact_prefix="$raw/" \
		"${dictionary[@]/#/-dict=}" "${folders[@]}"
}

libfuzzer_restarts() {
	return 0
}

# The corpus is written as it grows: only other machines are to be told.
libfuzzer_exchange() {
	[ -z "$sync" ] || cp -n "$corpus"/* "$sync/libfuzzer/queue/" 2>/dev/null || true
}

# The engine's own counts. They start again with each process, and are printed at every power of
# two, so that between them they lag behind.
libfuzzer_measure() {
	executions=$(awk '
		FNR == 1 { total += last; last = 0 }
		/^#[0-9]/ { if (substr($1, 2) + 0 < last) total += last; last = substr($1, 2) + 0 }
		/^stat::number_of_executed_units:/ { total += $2; last = 0 }
		END { printf "%.0f\n", total + last }' "$logs".*)
	speed=$(for log in "$logs".*; do
		grep -aoE 'exec/s: [0-9]+' "$log" | tail -n 1
	done | awk '{ sum += $2 } END { printf "%.0f\n", sum }')
	edges=$(grep -aohE 'cov: [0-9]+' "$logs".* | sort -k2,2n | tail -n 1 | cut -d' ' -f2) || true
	edges=${edges:-0}
	inputs=$(find "$corpus" -maxdepth 1 -type f | wc -l)
	crashing=$(find "$raw" -type f ! -name 'slow-unit-*' | wc -l)
	stability=-
}

# Writes to $2 the smallest set of inputs of $1 that covers the same.
libfuzzer_minimize() {
	limited 900 "$binary" -merge=1 -max_len="$max_input" -timeout=25 "$2" "$1" >"$logs.merge" 2>&1
}
