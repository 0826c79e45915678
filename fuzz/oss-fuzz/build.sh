#!/bin/bash -eu
# Builds every driver the way OSS-Fuzz asks for it: $CC, $CFLAGS, $CXX, $CXXFLAGS and
# $LIB_FUZZING_ENGINE say how, $SRC/mminit is the source, $WORK is for what is made on the way, and
# into $OUT go the drivers, with seeds, dictionary and options of each.

# The command mminit, which encodes the seeds, is for this machine: no sanitizer, no engine.
env -u CC -u CXX -u CFLAGS -u CXXFLAGS -u LIB_FUZZING_ENGINE CC=cc \
	cmake -S "$SRC/mminit" -B "$WORK/command" -G Ninja -DCMAKE_BUILD_TYPE=Release \
	-DBUILD_TESTING=OFF -DMMINIT_WERROR=OFF
cmake --build "$WORK/command" --target seeds

cmake -S "$SRC/mminit" -B "$WORK/drivers" -G Ninja -DBUILD_TESTING=OFF -DMMINIT_COMMAND=OFF \
	-DMMINIT_WERROR=OFF
cmake --build "$WORK/drivers"

for source in "$SRC"/mminit/fuzz/fuzz_*.c; do
	driver=$(basename "$source" .c)
	cp "$WORK/drivers/$driver" "$OUT/"
	rm -f "$OUT/${driver}_seed_corpus.zip"
	(cd "$WORK/command/seeds/$driver" && zip -q "$OUT/${driver}_seed_corpus.zip" -- *)
	cp "$SRC/mminit/fuzz/mminit.dict" "$OUT/$driver.dict"
	cp "$SRC/mminit/fuzz/oss-fuzz/driver.options" "$OUT/$driver.options"
done
