# What is sent over a network is built to be small, but for the arithmetic that training waits for.
#
# Of the core's code, gzipped, a twentieth is kernels; most of the rest are options, views, JSON and text, which run ten
# times a second. So everything is compiled for size and optimised when it is linked, where all callers of a function are
# known; that takes 40 kB off. The kernels are compiled for speed, each for itself, and so are the sources whose own loops
# updates and measures spend their time in: they say so at their top (speed_marks.cmake). At -Oz, an update of a Boltzmann
# machine, of experts or of a linear model takes 1.1 to 2.9 times as long.
if(NOT EMSCRIPTEN)
  return()
endif()
include(.toolchain/cmake/speed_marks.cmake)

set(small "")
foreach(folder base nn models data measures session)
  target_compile_options(harmonium_${folder} PRIVATE -Oz -flto)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${folder}/*.cpp)
  list(APPEND small ${sources})
endforeach()
harmonium_speed_marks(fast ${small})
# They are optimised when linked like the rest: see tests.cmake on tables of virtual functions from outside.
set_source_files_properties(${fast} PROPERTIES COMPILE_OPTIONS -O3)
