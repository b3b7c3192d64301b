# Compiles for size what is sent over a network, except for the arithmetic that training waits for.
#
# A twentieth of the core's gzipped code is kernels. Most of the rest is options, views, JSON and text, which run about
# ten times per second. So everything is compiled for size and optimised at link time, where all callers of a function
# are known; that saves 40 kB. The kernels are compiled for speed, each file on its own. So are the sources whose own
# loops take the time of updates and measures; they carry a mark (speed_marks.cmake). At -Oz an update of a Boltzmann
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
# Link-time optimisation includes the fast sources too; tests.cmake says why.
set_source_files_properties(${fast} PROPERTIES COMPILE_OPTIONS -O3)
