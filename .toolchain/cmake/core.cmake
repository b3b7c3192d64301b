# core.mjs + core.wasm: everything up to the bindings, for a Worker, the page itself or Node.

file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/bindings/*.cpp)
if(sources)
  add_executable(core ${sources})
  set_target_properties(core PROPERTIES SUFFIX .mjs)
  target_link_libraries(core PRIVATE harmonium_flags harmonium_session embind)
  # Embind without run-time type information: it names types by number, and no error message can spell them.
  target_compile_options(core PRIVATE -Oz -fno-exceptions)
  target_compile_definitions(core PRIVATE EMSCRIPTEN_HAS_UNBOUND_TYPE_NAMES=0)
  target_link_options(core PRIVATE
    -O3 -fno-exceptions -fno-rtti --no-entry -sMODULARIZE -sEXPORT_ES6 -sEXPORT_NAME=createCore -sENVIRONMENT=web,worker,node
    -sDYNAMIC_EXECUTION=0 -sFILESYSTEM=0 -sSTRICT -sMALLOC=emmalloc -sALLOW_MEMORY_GROWTH -sINITIAL_MEMORY=16MB
    -sMAXIMUM_MEMORY=2GB -sSTACK_SIZE=256KB -sINCOMING_MODULE_JS_API=locateFile,wasmBinary,wasmModule,instantiateWasm
    -sASSERTIONS=0
    "SHELL:--emit-tsd core.d.mts") # the types of the bindings, for the door's own type checks
endif()
