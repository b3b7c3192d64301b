# core.mjs + core.wasm: everything up to the bindings, for a Worker, the page itself or Node. With HARMONIUM_THREADS the same
# as core-threads.mjs + core-threads.wasm, for Workers of pages that are cross-origin isolated, and for Node.
#
# core-first.mjs + core-first.wasm: the same with the models of a first visit only (session/registry.cpp says which), so that
# what a visitor waits for does not grow with the number of models. Everything else is the same code, and so are the bits.

file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/bindings/*.cpp)
if(NOT sources)
  return()
endif()

function(harmonium_core target)
  add_executable(${target} ${ARGN})
  set_target_properties(${target} PROPERTIES SUFFIX .mjs)
  target_link_libraries(${target} PRIVATE harmonium_flags harmonium_session embind)
  # Embind without run-time type information: it names types by number, and no error message can spell them.
  target_compile_options(${target} PRIVATE -Oz -flto -fno-exceptions)
  target_compile_definitions(${target} PRIVATE EMSCRIPTEN_HAS_UNBOUND_TYPE_NAMES=0)
  target_link_options(${target} PRIVATE
    -Oz -flto -fno-exceptions -fno-rtti --no-entry -sMODULARIZE -sEXPORT_ES6 -sEXPORT_NAME=createCore -sENVIRONMENT=web,worker,node
    -sDYNAMIC_EXECUTION=0 -sFILESYSTEM=0 -sSTRICT -sMALLOC=emmalloc -sALLOW_MEMORY_GROWTH -sINITIAL_MEMORY=16MB
    -sSTACK_SIZE=256KB -sINCOMING_MODULE_JS_API=locateFile,wasmBinary,wasmModule,instantiateWasm -sASSERTIONS=0)
endfunction()

harmonium_core(core ${sources})
if(HARMONIUM_THREADS)
  # Shared memory grows too, or a page would have to set aside at its start what the largest experiment may want. It can't
  # move, though: the address space for all of it is taken at once, and phones refuse more than 1 GB. What growth costs is
  # paid by JavaScript that reads the heap, which is a few strings and copies here; hence no warning of it.
  set_target_properties(core PROPERTIES OUTPUT_NAME core-threads)
  target_link_options(core PRIVATE -sMAXIMUM_MEMORY=1GB -sDEFAULT_PTHREAD_STACK_SIZE=256KB -Wno-pthreads-mem-growth)
else()
  target_link_options(core PRIVATE -sMAXIMUM_MEMORY=2GB
    "SHELL:--emit-tsd core.d.mts") # the types of the bindings, for the door's own type checks

  # A file that is compiled for the program itself stands in for the one of the library, which is then left out.
  harmonium_core(core-first ${sources} ${PROJECT_SOURCE_DIR}/src/session/registry.cpp)
  target_compile_definitions(core-first PRIVATE HARMONIUM_FIRST_CORE=1)
  target_link_options(core-first PRIVATE -sMAXIMUM_MEMORY=2GB)
endif()
