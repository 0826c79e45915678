# shellcheck shell=bash disable=SC2034,SC2154
# What a campaign shows while it runs and when it ends, for tools/fuzz.
#
# $campaign/history.tsv has a line every five seconds; it is there as long as the campaign has not
# come to its end, so that one which was killed goes on counting where it was.

history_columns="seconds executions per_second edges inputs failing stability"

# Sets base_seconds and base_executions: what a killed campaign had come to.
history_open() {
	base_seconds=0
	base_executions=0
	if [ -s "$history" ]; then
		read -r base_seconds base_executions _ < <(awk -F '\t' '
			NF == 7 && /^[0-9]+\t[0-9]+\t/ { last = $1 " " $2 } END { print last ? last : "0 0" }' "$history")
		step "going on after $base_seconds s and $base_executions executions of a campaign that was cut off"
	else
		tr ' ' '\t' <<<"$history_columns" >"$history"
	fi
}

history_add() {
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' $((base_seconds + elapsed)) $((base_executions + executions)) \
		"$speed" "$edges" "$inputs" "$crashing" "$stability" >>"$history"
}

# One line: in a terminal it is written over by the next, in a log it stays.
status_line() {
	local text
	text=$(printf '%5ds of %ds  %s executions, %s/s  %s edges  %s inputs  %s failing  stability %s' \
		"$elapsed" "$seconds" "$executions" "$speed" "$edges" "$inputs" "$crashing" "$stability")
	if [ -t 1 ]; then
		printf '\r\033[K%.*s' "$(($(tput cols 2>/dev/null || echo 80) - 1))" "$text"
	else
		printf '%s\n' "$text"
	fi
}

# Every five seconds; in a log of a long campaign once a minute.
progress() {
	[ $((elapsed % 5)) -eq 0 ] || return 0
	"${engine}_measure"
	history_add
	if [ -t 1 ] || [ "$elapsed" -le 120 ] || [ $((elapsed % 60)) -eq 0 ]; then
		status_line
	fi
	disk_has_room || { interrupted="disk nearly full" && stop; }
}

# Megabytes free where the campaign writes; below this many nothing new is begun.
least_free_mib=100

disk_has_room() {
	local free
	free=$(df -Pm "$corpus" "$campaign" | awk 'NR > 1 && (free == "" || $4 < free) { free = $4 } END { print free }')
	[ "$free" -ge "$least_free_mib" ]
}

summary() {
	local finding
	echo
	echo "driver:      $driver ($engine, $jobs jobs${interrupted:+, $interrupted})"
	echo "executions:  $executions in $elapsed s, $((executions / (elapsed > 0 ? elapsed : 1))) a second"
	echo "coverage:    $edges edges$([ "$stability" = - ] || echo ", stability $stability")"
	echo "corpus:      $(find "$corpus" -maxdepth 1 -type f | wc -l) inputs in ${corpus#"$PWD"/}"
	echo "page:        ${page#"$PWD"/}"
	if [ "$unreproduced" != 0 ]; then
		echo "failed once and pass alone: $unreproduced, in ${findings#"$PWD"/}/unreproduced"
	fi
	echo "findings:    ${#found[@]}"
	for finding in "${found[@]}"; do
		echo "  $finding"
	done
	[ ${#reports[@]} -eq 0 ] || echo "a bug report of each, minimized:"
	for finding in "${reports[@]}"; do
		echo "  $finding"
	done
	[ ${#found[@]} -lt 2 ] || ! takes_scenario "$driver" ||
		echo "sorted: build/$preset/mminit triage ${findings#"$PWD"/}/inputs"
}
