# shellcheck shell=bash disable=SC2034,SC2154
# The engine AFL++, for tools/fuzz: a main process and secondary ones that exchange inputs by
# themselves. Every campaign starts from the corpus; what a killed one had in its own folders goes
# there first.

afl_packages() {
	echo afl-fuzz:afl++
}

# The sanitizers slow a process down, so one secondary has them and the others do not. Of the
# drivers only fuzz_log compares its bytes with words, so CMPLOG is for that one: the others' bytes
# are choices and numbers that decoding folds, and CMPLOG spends its time on them in vain.
afl_build() {
	build afl "$driver" mminit seeds mutator
	[ "$jobs" -lt 2 ] || build afl-asan "$driver"
	[ "$driver" != fuzz_log ] || build afl-cmplog "$driver"
}

afl_prepare() {
	local folder
	mkdir -p "$campaign/inputs"
	# Neither empty files nor huge ones are inputs for this engine.
	for folder in "$seeds" "$corpus"; do
		find "$folder" -maxdepth 1 -type f -size +0c -size -1024k -print0 |
			xargs -0 -r cp -n -t "$campaign/inputs"
	done
	export AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 AFL_IMPORT_FIRST=1
	! takes_scenario "$driver" || export AFL_CUSTOM_MUTATOR_LIBRARY=$root/build/$preset/mminit_mutator.so
	if grep -q '^|' /proc/sys/kernel/core_pattern; then
		step "core dumps go to a program here: crashes are noticed late. As root:" \
			"echo core >/proc/sys/kernel/core_pattern"
		export AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1
	fi
}

# afl_start JOB SECONDS
afl_start() {
	local job=$1 left=$2 program=$binary
	local schedules=(fast explore coe lin quad exploit rare)
	local role=(-S "$afl_name-$job" -p "${schedules[job % ${#schedules[@]}]}")
	if [ "$job" = 0 ]; then
		role=(-M "$afl_name-0" -p fast -F "$corpus")
		[ -z "$sync" ] || [ ! -d "$sync/libfuzzer/queue" ] || role+=(-F "$sync/libfuzzer/queue")
	elif [ "$job" = 1 ]; then
		program=$root/build/afl-asan/$driver
	elif [ "$driver" = fuzz_log ] && [ "$job" = 2 ]; then
		role+=(-c "$root/build/afl-cmplog/$driver")
	fi
	launch "$job" afl-fuzz -i "$campaign/inputs" -o "$output" "${role[@]}" -V "$left" \
		-t 5000+ -m none "${dictionary[@]/#/-x}" -- "$program"
}

# afl-fuzz does not end with a finding.
afl_restarts() {
	return 1
}

# Takes the processes' own folders, those of a killed campaign too, into corpus and findings.
afl_exchange() {
	keep_raw "$output/afl-$(hostname)"-*/{crashes,hangs}/id*
	copy_by_digest "$corpus" "$output/afl-$(hostname)"-*/queue/id*
}

# afl_stat NAME: that line of each process's statistics, which are written once a minute.
afl_stat() {
	cat "$output/$afl_name"-*/fuzzer_stats 2>/dev/null | sed -n "s/^$1 *: //p" | sort -n || true
}

# afl_plot COLUMN: that column of the newest line of each process's plot data, written every five
# seconds once the seeds have been tried.
afl_plot() {
	local file
	for file in "$output/$afl_name"-*/plot_data; do
		[ ! -e "$file" ] || tail -n 1 "$file" | awk -F', *' -v column="$1" '/^[0-9]/ { print $column + 0 }'
	done
}

afl_sum() {
	awk '{ sum += $1 } END { printf "%.0f\n", sum }'
}

afl_measure() {
	local counted
	executions=$(afl_plot 12 | afl_sum)
	counted=$(afl_stat execs_done | afl_sum)
	[ "$executions" -ge "$counted" ] || executions=$counted
	speed=$(afl_plot 11 | afl_sum)
	edges=$(afl_plot 13 | sort -n | tail -n 1)
	edges=${edges:-0}
	inputs=$(find "$output/$afl_name"-*/queue -maxdepth 1 -name 'id*' 2>/dev/null | wc -l || true)
	crashing=$(find "$output/$afl_name"-*/{crashes,hangs} -maxdepth 1 -name 'id*' 2>/dev/null | wc -l || true)
	stability=$(afl_stat stability | head -n 1)
	stability=${stability:--}
}

# Writes to $2 the smallest set of inputs of $1 that covers the same.
afl_minimize() {
	AFL_SKIP_CPUFREQ=1 AFL_ALLOW_TMP=1 limited 900 afl-cmin -m none -t 5000 -i "$1" -o "$2" -- "$binary" >"$logs.merge" 2>&1
}
