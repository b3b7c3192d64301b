# Headers of libraries are parsed once per build instead of once per source: half of the time that a source of the tests
# takes, a third of the time of a source of the core. Only the build for tests does this. The builds that are shipped
# compile every source for itself, and so notice a source that forgets an include.
#
# CMake's own target_precompile_headers() names the checkout's folder in every command. Then the compiler cache finds
# nothing of what it keeps from another checkout. So the headers are a source like others, and other sources start from its
# object. This object holds names of files in the checkout, so it is made anew in each; the compiler cache compares the file
# .sum beside it, which says what is in it (CCACHE_PCH_EXTSUM in compilers.sh), and knows it by the ending .pch.
option(HARMONIUM_PRECOMPILED "Parse the libraries' headers once per build" ${HARMONIUM_SANITIZE})
if(NOT CMAKE_CXX_COMPILER_ID MATCHES Clang)
  set(HARMONIUM_PRECOMPILED OFF)
endif()

# harmonium_headers(NAME HEADER...): these headers, parsed. The flags that NAME gets have to be those of its users.
function(harmonium_headers name)
  set(headers ${PROJECT_BINARY_DIR}/precompiled/${name})
  list(TRANSFORM ARGN REPLACE "(.+)" "#include <\\1>\n")
  list(JOIN ARGN "" text)
  file(CONFIGURE OUTPUT ${headers}.cpp CONTENT "${text}" @ONLY)
  file(CONFIGURE OUTPUT ${headers}.pch.sum CONTENT "${text}${CMAKE_CXX_COMPILER_VERSION} ${HARMONIUM_LIBRARIES}\n" @ONLY)
  add_library(${name} OBJECT EXCLUDE_FROM_ALL ${headers}.cpp)
  set_target_properties(${name} PROPERTIES CXX_COMPILER_LAUNCHER "")
  set_source_files_properties(${headers}.cpp PROPERTIES COMPILE_OPTIONS "-xc++-header;-fpch-instantiate-templates")
  add_custom_command(
    OUTPUT ${headers}.pch
    COMMAND ${CMAKE_COMMAND} -E create_symlink $<TARGET_OBJECTS:${name}> ${headers}.pch
    DEPENDS $<TARGET_OBJECTS:${name}>
    VERBATIM)
endfunction()

# harmonium_precompiled(TARGET NAME): the sources of TARGET start from the headers NAME.
function(harmonium_precompiled target name)
  set(headers ${PROJECT_BINARY_DIR}/precompiled/${name}.pch)
  get_target_property(sources ${target} SOURCES)
  set_property(SOURCE ${sources} APPEND PROPERTY OBJECT_DEPENDS ${headers})
  target_compile_options(${target} PRIVATE -include-pch ${headers})
endfunction()
