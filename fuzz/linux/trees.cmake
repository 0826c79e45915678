# The kernel trees of MMINIT_LINUX_SRC, each an implementation beside target and model.
#
# add_linux_trees(OBJECTS LIST): sets OBJECTS to the object files of all trees, LIST to a source
# with the list of them (trees.h). A path that cannot be used ends the configuration with one message, which
# says what was looked for. The trees are only read.

set(MMINIT_LINUX_SRC "" CACHE STRING "kernel source trees to compare with, separated by ;")

# What is taken from a tree, and the functions without which it is of no use here. A tree that lacks
# one is too old or too new for this version of mminit.
set(linux_files
	mm/memblock.c "memblock_add_node memblock_phys_free memblock_alloc_try_nid_raw memblock_free_all"
	arch/x86/kernel/e820.c "e820__update_table e820__memory_setup_extended e820_search_gap"
	arch/x86/mm/numa.c "x86_numa_init"
	lib/sort.c "sort"
	lib/cmdline.c "next_arg memparse"
	lib/ctype.c "_ctype"
	include/linux/memblock.h "for_each_free_mem_range"
	arch/x86/include/asm/e820/api.h "e820__range_update"
	arch/x86/include/asm/e820/types.h "E820_TYPE_SOFT_RESERVED"
	tools/arch/x86/include/asm/asm.h "__ASM_FORM"
	tools/include/linux/types.h "u64"
	tools/testing/memblock/linux/mmzone.h "zone")

function(linux_tree_fail tree why)
	message(FATAL_ERROR "MMINIT_LINUX_SRC: ${tree}: ${why}")
endfunction()

# Version of the tree's Makefile: "6.12.30", and the two first numbers.
function(linux_tree_version tree version major minor)
	if(NOT EXISTS ${tree}/Makefile)
		linux_tree_fail(${tree} "not a kernel source tree: no Makefile in it")
	endif()
	set(numbers "")
	foreach(name VERSION PATCHLEVEL SUBLEVEL)
		file(STRINGS ${tree}/Makefile line REGEX "^${name} = [0-9]+" LIMIT_COUNT 1)
		string(REGEX REPLACE "^[A-Z]+ = ([0-9]+).*" "\\1" number "${line}")
		if(NOT number MATCHES "^[0-9]+$")
			linux_tree_fail(${tree}
				"not a kernel source tree: its Makefile has no line ${name} = N")
		endif()
		list(APPEND numbers ${number})
	endforeach()
	list(GET numbers 0 x)
	list(GET numbers 1 y)
	list(JOIN numbers "." dotted)
	set(${version} ${dotted} PARENT_SCOPE)
	set(${major} ${x} PARENT_SCOPE)
	set(${minor} ${y} PARENT_SCOPE)
endfunction()

function(linux_tree_check tree version)
	if(version VERSION_LESS 6.1)
		linux_tree_fail(${tree} "Linux ${version} is too old: 6.1 or later is needed")
	endif()
	set(items ${linux_files})
	while(items)
		list(POP_FRONT items file names)
		if(NOT EXISTS ${tree}/${file})
			linux_tree_fail(${tree} "Linux ${version}: no ${file} in it")
		endif()
		separate_arguments(names UNIX_COMMAND "${names}")
		foreach(name IN LISTS names)
			file(STRINGS ${tree}/${file} found REGEX "[^a-zA-Z0-9_]${name}[^a-zA-Z0-9_]"
			     LIMIT_COUNT 1)
			if(NOT found)
				linux_tree_fail(${tree}
					"Linux ${version}: ${file} has no ${name}: too old or too new a tree")
			endif()
		endforeach()
	endwhile()
endfunction()

# The folder of links that the tree is compiled in: each file of it alone, so that what a file
# includes by quotes is found beside the link.
function(linux_tree_links tree folder)
	file(MAKE_DIRECTORY ${folder}/linux ${folder}/asm/e820)
	foreach(link mm/memblock.c arch/x86/kernel/e820.c lib/sort.c lib/cmdline.c lib/ctype.c
		     arch/x86/mm/numa.c arch/x86/mm/numa_internal.h)
		get_filename_component(name ${link} NAME)
		file(CREATE_LINK ${tree}/${link} ${folder}/${name} SYMBOLIC)
	endforeach()
	file(CREATE_LINK ${tree}/include/linux/memblock.h ${folder}/linux/memblock.h SYMBOLIC)
	foreach(name asm.h cmpxchg.h)
		file(CREATE_LINK ${tree}/tools/arch/x86/include/asm/${name} ${folder}/asm/${name}
		     SYMBOLIC)
	endforeach()
	foreach(name api.h types.h)
		file(CREATE_LINK ${tree}/arch/x86/include/asm/e820/${name}
		     ${folder}/asm/e820/${name} SYMBOLIC)
	endforeach()
	file(REMOVE ${folder}/internal.h)
	file(CONFIGURE OUTPUT ${folder}/internal.h
	     CONTENT "#include \"${CMAKE_SOURCE_DIR}/fuzz/linux/internal.h\"\n")
	# Part of numa.c has moved to a file of its own.
	set(numa "#include <numa.c>\n")
	if(EXISTS ${tree}/mm/numa_memblks.c)
		file(CREATE_LINK ${tree}/mm/numa_memblks.c ${folder}/numa_memblks.c SYMBOLIC)
		file(CREATE_LINK ${tree}/include/linux/numa_memblks.h
		     ${folder}/linux/numa_memblks.h SYMBOLIC)
		set(numa "#include <numa_memblks.c>\n${numa}")
	endif()
	file(CONFIGURE OUTPUT ${folder}/tree_numa.h CONTENT "${numa}")
endfunction()

# The unit of one tree: compiled, its variables gathered, its symbols hidden but one.
function(add_linux_tree tree number object)
	linux_tree_version(${tree} version major minor)
	linux_tree_check(${tree} ${version})
	set(release SC_RELEASE_6_1)
	if(version VERSION_GREATER_EQUAL 6.12)
		set(release SC_RELEASE_6_12)
	endif()
	set(name linux_tree_${number})
	set(LINUX_NUMA_MEMBLKS OFF)
	if(EXISTS ${tree}/mm/numa_memblks.c)
		set(LINUX_NUMA_MEMBLKS ON)
	endif()
	set(folder ${CMAKE_BINARY_DIR}/linux/${number})
	linux_tree_links(${tree} ${folder})
	add_library(${name} OBJECT ${CMAKE_SOURCE_DIR}/fuzz/linux/unit.c)
	# The kernel's text is the kernel's: no warnings of it, as of any system header.
	target_include_directories(${name} SYSTEM PRIVATE
		${folder} ${CMAKE_SOURCE_DIR}/fuzz/linux/include
		${tree}/tools/testing/memblock ${tree}/tools/include)
	target_compile_definitions(${name} PRIVATE
		LINUX_TREE=${name} LINUX_TREE_VERSION="${version}" LINUX_TREE_RELEASE=${release}
		$<$<BOOL:${LINUX_NUMA_MEMBLKS}>:LINUX_NUMA_MEMBLKS>
		CONFIG_X86_64 CONFIG_PHYS_ADDR_T_64BIT CONFIG_NUMA CONFIG_NODES_SHIFT=6)
	target_compile_options(${name} PRIVATE -fno-strict-aliasing -fno-common -fdata-sections
		${instrument_edges})
	if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
		# Else it would look for internal.h where the link leads.
		target_compile_options(${name} PRIVATE -fno-canonical-system-headers)
	endif()
	file(READ ${CMAKE_SOURCE_DIR}/fuzz/linux/merge.ld script)
	string(REPLACE "TREE" "${name}" script "${script}")
	file(CONFIGURE OUTPUT ${folder}/merge.ld CONTENT "${script}")
	add_custom_command(
		OUTPUT ${folder}.o
		COMMAND ld -r -T ${folder}/merge.ld -o ${folder}.o $<TARGET_OBJECTS:${name}>
		COMMAND ${CMAKE_OBJCOPY} --keep-global-symbol=${name} ${folder}.o
		DEPENDS ${name} $<TARGET_OBJECTS:${name}>
		COMMENT "Linux ${version} as an implementation"
		COMMAND_EXPAND_LISTS VERBATIM)
	set_source_files_properties(${folder}.o PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
	message(STATUS "Linux ${version} of ${tree} takes part")
	set(${object} ${folder}.o PARENT_SCOPE)
endfunction()

function(add_linux_trees objects_of_trees list_of_trees)
	set(objects "")
	set(declarations "")
	set(entries "")
	set(number 0)
	foreach(tree IN LISTS MMINIT_LINUX_SRC)
		math(EXPR number "${number} + 1")
		get_filename_component(tree ${tree} ABSOLUTE BASE_DIR ${CMAKE_SOURCE_DIR})
		add_linux_tree(${tree} ${number} object)
		list(APPEND objects ${object})
		string(APPEND declarations "extern const struct linux_tree linux_tree_${number};\n")
		string(APPEND entries "&linux_tree_${number}, ")
	endforeach()
	if(number GREATER 8)
		message(FATAL_ERROR "MMINIT_LINUX_SRC: ${number} trees, of which 8 are possible")
	endif()
	file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/linux/trees.c CONTENT
"#include \"linux/trees.h\"
${declarations}const struct linux_tree *const linux_trees[] = {${entries}0};\n")
	set(${objects_of_trees} ${objects} PARENT_SCOPE)
	set(${list_of_trees} ${CMAKE_BINARY_DIR}/linux/trees.c PARENT_SCOPE)
endfunction()
