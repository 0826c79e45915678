#!/bin/bash -eu
# As for OSS-Fuzz, from this repository itself.
exec "$SRC/mminit/fuzz/oss-fuzz/build.sh"
