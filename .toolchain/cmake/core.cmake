# core.mjs and core.wasm: everything up to the bindings, for a Worker, the page itself or Node. With HARMONIUM_THREADS
# they are core-threads.mjs and core-threads.wasm, for Workers of cross-origin isolated pages and for Node.
#
# core-first.mjs and core-first.wasm: the same with the models of a first visit only (session/registry.cpp lists them)
# without the measures that compare samples with data (session/measures/registry.cpp) and without data sets that are
# given with an experiment (session/given_data.cpp). What a visitor waits for then does not grow with the number of models
# and measures. The other code is the same, and so are the bits.

file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/bindings/*.cpp)
if(NOT sources)
  return()
endif()

function(harmonium_core target)
  add_executable(${target} ${ARGN})
  set_target_properties(${target} PROPERTIES SUFFIX .mjs)
  target_link_libraries(${target} PRIVATE harmonium_flags harmonium_session embind)
  # Embind works without run-time type information. It then names types by number in its error messages.
  target_compile_options(${target} PRIVATE -Oz -flto -fno-exceptions)
  target_compile_definitions(${target} PRIVATE EMSCRIPTEN_HAS_UNBOUND_TYPE_NAMES=0)
  target_link_options(${target} PRIVATE
    -Oz -flto -fno-exceptions -fno-rtti --no-entry -sMODULARIZE -sEXPORT_ES6 -sEXPORT_NAME=createCore -sENVIRONMENT=web,worker,node
    -sDYNAMIC_EXECUTION=0 -sFILESYSTEM=0 -sSTRICT -sMALLOC=emmalloc -sALLOW_MEMORY_GROWTH -sINITIAL_MEMORY=16MB
    -sSTACK_SIZE=256KB -sINCOMING_MODULE_JS_API=locateFile,wasmBinary,wasmModule,instantiateWasm -sASSERTIONS=0)
endfunction()

harmonium_core(core ${sources})
if(HARMONIUM_THREADS)
  # Shared memory grows on demand; otherwise a page would reserve at its start what the largest experiment may need.
  # Shared memory can't move, so the address space for its maximum is reserved at once, and phones refuse more than 1
  # GB. Growth makes JavaScript's access to the heap slower. There is little of it here, so the compiler's warning is
  # switched off.
  set_target_properties(core PROPERTIES OUTPUT_NAME core-threads)
  target_link_options(core PRIVATE -sMAXIMUM_MEMORY=1GB -sDEFAULT_PTHREAD_STACK_SIZE=256KB -Wno-pthreads-mem-growth)
else()
  target_link_options(core PRIVATE -sMAXIMUM_MEMORY=2GB
    "SHELL:--emit-tsd core.d.mts") # the types of the bindings, for the type checks of web/

  # A source that is compiled into the program takes the place of the library's, which the linker then leaves out.
  harmonium_core(core-first ${sources} ${PROJECT_SOURCE_DIR}/src/session/registry.cpp
    ${PROJECT_SOURCE_DIR}/src/session/measures/registry.cpp ${PROJECT_SOURCE_DIR}/src/session/given_data.cpp)
  target_compile_definitions(core-first PRIVATE HARMONIUM_FIRST_CORE=1)
  # A second round of the optimiser, on what the first has left: every visit waits for this core.
  target_link_options(core-first PRIVATE -sMAXIMUM_MEMORY=2GB -sBINARYEN_EXTRA_PASSES=-Oz,--reorder-globals,--reorder-functions)
endif()
