# Writes revision.h anew if the sources are of another revision: cmake -DSOURCE=... -DOUT=... -P.
cmake_policy(VERSION 3.22)
execute_process(COMMAND git -C ${SOURCE} describe --always --dirty --tags --abbrev=12
		OUTPUT_VARIABLE revision OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT revision)
	set(revision unknown)
endif()
file(CONFIGURE OUTPUT ${OUT} CONTENT "#define MMINIT_REVISION \"@revision@\"\n" @ONLY)
