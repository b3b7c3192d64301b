# Where the numbers lie that tests compare with: one source reads them (tests/support/reference.h).
set_source_files_properties(${PROJECT_SOURCE_DIR}/tests/support/reference.cpp PROPERTIES COMPILE_DEFINITIONS
  HARMONIUM_TEST_FOLDER="${PROJECT_SOURCE_DIR}/tests")

# Every tests/<folder>/*_test.cpp of a folder of src goes into one program, natively and for Node.

include(CTest)
file(GLOB tests CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/*/*_test.cpp)
file(GLOB helpers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/support/*.cpp)
# The part of the app that needs no screen is tested too.
file(GLOB app_logic CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/app/logic/*.cpp)
if(tests)
  add_executable(harmonium_tests ${tests} ${helpers} ${app_logic})
  target_link_libraries(harmonium_tests PRIVATE harmonium_flags harmonium_session Catch2::Catch2WithMain)
  target_include_directories(harmonium_tests PRIVATE ${PROJECT_SOURCE_DIR})
  # Tests run once after they are compiled: not to optimise them halves the time of the two together.
  target_compile_options(harmonium_tests PRIVATE $<$<CONFIG:Debug>:-O0>)
  if(HARMONIUM_PRECOMPILED)
    harmonium_headers(harmonium_tests_headers Eigen/Dense nlohmann/json.hpp catch2/catch_test_macros.hpp
      catch2/generators/catch_generators.hpp catch2/matchers/catch_matchers_floating_point.hpp)
    target_link_libraries(harmonium_tests_headers PRIVATE
      harmonium_flags third_party_eigen third_party_json Catch2::Catch2WithMain)
    target_compile_options(harmonium_tests_headers PRIVATE $<$<CONFIG:Debug>:-O0>)
    harmonium_precompiled(harmonium_tests harmonium_tests_headers)
  endif()
  if(EMSCRIPTEN)
    set_target_properties(harmonium_tests PROPERTIES SUFFIX .js)
    # The tests are compiled as the libraries are (sizes.cmake). The linker does not know the signatures of functions
    # that it still has to compile, so a table of virtual functions from outside would get traps in their place.
    target_compile_options(harmonium_tests PRIVATE -flto)
    target_link_options(harmonium_tests PRIVATE -O1 -flto -sENVIRONMENT=node -sALLOW_MEMORY_GROWTH
      -sEXIT_RUNTIME -sSTACK_SIZE=1MB -sNODERAWFS)
  endif()
  add_test(NAME harmonium COMMAND harmonium_tests)
endif()

# A second program runs the tests of training's digests with scalar kernels only. All builds must give the same digests.
if(tests AND NOT EMSCRIPTEN)
  set(folders base kernels nn data models measures session)
  list(TRANSFORM folders REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/src/\\1/*.cpp")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folders})
  add_executable(harmonium_tests_scalar EXCLUDE_FROM_ALL
    ${sources} ${helpers} ${PROJECT_SOURCE_DIR}/tests/session/golden_test.cpp)
  target_link_libraries(harmonium_tests_scalar PRIVATE third_party_eigen third_party_json Catch2::Catch2WithMain)
  target_include_directories(harmonium_tests_scalar PRIVATE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/src)
  target_compile_definitions(harmonium_tests_scalar PRIVATE HARMONIUM_SIMD=0)
  # What the sanitizers find they find in the program above, which has the scalar kernels too.
  target_compile_options(harmonium_tests_scalar PRIVATE -fno-sanitize=all -g0)
endif()

# Micro-benchmarks. They print times and do not pass or fail.
file(GLOB benches CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/bench/*.cpp)
if(benches)
  add_executable(harmonium_bench EXCLUDE_FROM_ALL ${benches})
  target_link_libraries(harmonium_bench PRIVATE harmonium_flags harmonium_session)
  if(EMSCRIPTEN)
    set_target_properties(harmonium_bench PROPERTIES SUFFIX .js)
    target_compile_options(harmonium_bench PRIVATE -flto)
    target_link_options(harmonium_bench PRIVATE -O3 -flto -sENVIRONMENT=node -sALLOW_MEMORY_GROWTH -sEXIT_RUNTIME
      -sSTACK_SIZE=256KB)
  endif()
endif()

# The program that `bench` measures for its speed table, natively and in a page.
file(GLOB trials CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/bench/trials/*.cpp)
add_executable(harmonium_trials EXCLUDE_FROM_ALL ${trials} ${PROJECT_SOURCE_DIR}/tests/bench/peak.cpp)
target_link_libraries(harmonium_trials PRIVATE harmonium_flags harmonium_measures harmonium_data)
target_include_directories(harmonium_trials PRIVATE ${PROJECT_SOURCE_DIR})
if(EMSCRIPTEN)
  set_target_properties(harmonium_trials PROPERTIES SUFFIX .mjs)
  target_link_libraries(harmonium_trials PRIVATE embind)
  target_compile_definitions(harmonium_trials PRIVATE EMSCRIPTEN_HAS_UNBOUND_TYPE_NAMES=0)
  target_compile_options(harmonium_trials PRIVATE -flto)
  target_link_options(harmonium_trials PRIVATE -O3 -flto -fno-rtti --no-entry -sMODULARIZE -sEXPORT_ES6 -sENVIRONMENT=web,node
    -sALLOW_MEMORY_GROWTH -sINITIAL_MEMORY=64MB -sSTACK_SIZE=256KB)
endif()

# Nothing but `bench` builds these two programs, which have to keep up with what they measure. The tests compile their
# sources as cheaply as a compiler can; what is not linked here is linked by `bench`.
if(NOT EMSCRIPTEN)
  add_library(harmonium_bench_compiles OBJECT EXCLUDE_FROM_ALL ${benches} ${trials})
  target_link_libraries(harmonium_bench_compiles PRIVATE harmonium_flags harmonium_session)
  target_include_directories(harmonium_bench_compiles PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_options(harmonium_bench_compiles PRIVATE -O0 -g0 -fno-sanitize=all)
endif()
