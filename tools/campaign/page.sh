# shellcheck shell=bash disable=SC2154
# The page of a campaign: one HTML file with plots over time, for tools/fuzz.

# plot COLUMN TITLE: that column of the history over time, as SVG. Grey and blue are readable on
# light and dark paper.
plot() {
	gnuplot <<-PLOT 2>>"$logs.gnuplot" | sed -n '/<svg/,$p'
		set terminal svg size 640,240 dynamic font "sans-serif,12"
		set datafile separator "\t"
		set border lc rgb "#888888"
		set tics textcolor rgb "#888888"
		set title "$2" textcolor rgb "#888888"
		set xlabel "seconds" textcolor rgb "#888888"
		set yrange [0:*]
		set key off
		set grid lc rgb "#888888" lw 0.5
		plot "$history" skip 1 using 1:$1 with lines lw 2 lc rgb "#3b82f6"
	PLOT
}

escape() {
	sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g'
}

# Writes the page to $page; the text of the summary is standard input.
write_page() {
	local text
	text=$(escape)
	{
		cat <<-HEAD
			<!doctype html>
			<html lang="en"><head><meta charset="utf-8">
			<meta name="viewport" content="width=device-width, initial-scale=1">
			<title>$driver, $engine</title>
			<style>
			:root { color-scheme: light dark; }
			body { font: 16px/1.5 sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
			pre { white-space: pre-wrap; overflow-wrap: anywhere; }
			svg { width: 100%; height: auto; }
			</style></head><body>
			<h1>$driver with $engine</h1>
			<p>$(date -u '+%Y-%m-%d %H:%M UTC'), $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo "no git")</p>
			<pre>$text</pre>
		HEAD
		plot 2 "executions"
		plot 3 "executions per second"
		plot 4 "edges covered"
		plot 5 "inputs of interest"
		plot 6 "inputs that fail"
		echo "</body></html>"
	} >"$page.part"
	mv "$page.part" "$page"
}
