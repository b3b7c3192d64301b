# The options of a build, and the flags of all our own targets.

option(HARMONIUM_SIMD "Models use the vector kernels (both kinds are always compiled)" ON)
option(HARMONIUM_SANITIZE "Address and undefined-behaviour sanitizers, assertions on (native only)" OFF)
option(HARMONIUM_THREADS "WebAssembly with shared memory and threads (native builds always have them)" OFF)
option(HARMONIUM_DEBUGGER "Debug builds for a debugger: variables can be read, nothing is optimised" OFF)
option(HARMONIUM_LTO "Link-time optimisation" OFF)
option(HARMONIUM_APP "Build the ImGui application (WebAssembly only)" ON)
option(HARMONIUM_TESTS "Build the unit tests" ON)
set(HARMONIUM_NPM "" CACHE PATH "Folder whose node_modules has the tools of .toolchain/package.json")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release or Debug" FORCE)
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# Tests need the lines of a stack trace. What a debugger wants besides costs as much again in size, and links slowly.
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1 -fno-omit-frame-pointer")
if(HARMONIUM_DEBUGGER)
  set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g -fno-omit-frame-pointer")
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG")
set(CMAKE_C_FLAGS_RELEASE "-O3 -DNDEBUG")

# These flags are for all code, third-party code too. No fused multiply-add: where it is used results differ in the last
# bit. WebAssembly gets its vector instructions.
add_compile_options(-ffp-contract=off)
if(EMSCRIPTEN)
  add_compile_options(-msimd128)
endif()
# Native programs only link with threads. With shared memory, everything that is linked together must be compiled for
# it.
if(EMSCRIPTEN AND HARMONIUM_THREADS)
  add_compile_options(-pthread)
  add_link_options(-pthread)
elseif(NOT EMSCRIPTEN)
  add_link_options(-pthread)
endif()
if(HARMONIUM_LTO)
  add_compile_options(-flto)
  add_link_options(-flto)
endif()
if(HARMONIUM_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
endif()

# Flags of our own targets only.
add_library(harmonium_flags INTERFACE)
target_compile_options(harmonium_flags INTERFACE -Wall -Wextra -Wshadow -Wconversion -fno-rtti
  $<$<CXX_COMPILER_ID:Clang,AppleClang>:-Werror>) # not for other compilers: CI uses Clang and sees no others
target_include_directories(harmonium_flags INTERFACE ${PROJECT_SOURCE_DIR}/src)
target_compile_definitions(harmonium_flags INTERFACE HARMONIUM_SIMD=$<BOOL:${HARMONIUM_SIMD}>)
