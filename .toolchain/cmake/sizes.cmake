# What is sent over a network is built to be small, but for the arithmetic that training waits for.
#
# Of the core's code, gzipped, a twentieth is kernels; most of the rest are options, views, JSON and text, which run ten
# times a second. So everything is compiled for size and optimised when it is linked, where all callers of a function are
# known; that takes 40 kB off. The kernels, and the sources below, whose own loops updates and measures spend their time
# in, are compiled for speed, the kernels each for itself. At -Oz, an update of a Boltzmann machine, of experts or of a
# linear model takes 1.1 to 2.9 times as long.
if(NOT EMSCRIPTEN)
  return()
endif()
set(fast
  data/binarise data/dataset
  measures/parzen
  models/boltzmann/boltzmann models/boltzmann/boltzmann_exact models/boltzmann/boltzmann_learner
  models/experts/experts models/experts/experts_quadrature models/experts/experts_walkers
  models/linear/linear_gaussian models/linear/linear_moments
  models/layers/link models/layers/rbm models/layers/rbm_labels models/layers/rbm_step models/layers/rbm_tempering
  models/layers/units)

foreach(folder base nn models data measures session)
  target_compile_options(harmonium_${folder} PRIVATE -Oz -flto)
endforeach()
list(TRANSFORM fast REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/src/\\1.cpp")
foreach(source ${fast})
  if(NOT EXISTS ${source})
    message(FATAL_ERROR "${source} is to be compiled for speed (.toolchain/cmake/sizes.cmake), but is not there.")
  endif()
endforeach()
# They are optimised when linked like the rest: see tests.cmake on tables of virtual functions from outside.
set_source_files_properties(${fast} PROPERTIES COMPILE_OPTIONS -O3)
