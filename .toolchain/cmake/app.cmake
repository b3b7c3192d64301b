# app.mjs and app.wasm: the ImGui app. It uses base/ and the snapshot types of session/, and is built for size.

file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/app/*.cpp)
if(NOT sources)
  return()
endif()
harmonium_library(sdl2 ${github}/libsdl-org/SDL/releases/download/release-2.32.4/SDL2-2.32.4.tar.gz
  f15b478253e1ff6dac62257ded225ff4e7d0c5230204ac3450f1144ee806f934 SOURCE_SUBDIR none)
harmonium_library(imgui ${github}/ocornut/imgui/archive/refs/tags/v1.90.1.tar.gz
  21dcc985bb2ae8fe48047c86135dbc438d6980a8f2e08babbda5be820592f282 SOURCE_SUBDIR none)
harmonium_library(implot ${github}/epezent/implot/archive/refs/tags/v0.17.tar.gz
  0aa3ff4fb97e553608e6758e77980eedf01745628fe6c025e647f941ae674127 SOURCE_SUBDIR none)
FetchContent_MakeAvailable(imgui implot)
include(.toolchain/cmake/sdl2.cmake)
include(.toolchain/cmake/shaders.cmake)
include(.toolchain/cmake/fonts.cmake)

# ImGui contains a typeface for programs without one, which is 10 kB gzipped. The app has its own, so it is removed.
file(READ ${imgui_SOURCE_DIR}/imgui_draw.cpp drawing)
string(REPLACE "return proggy_clean_ttf_compressed_data_base85;" "return nullptr;" drawing "${drawing}")
set(imgui_draw ${PROJECT_BINARY_DIR}/generated/imgui_draw.cpp)
set(drawing_before "")
if(EXISTS ${imgui_draw})
  file(READ ${imgui_draw} drawing_before)
endif()
if(NOT drawing STREQUAL drawing_before)
  # An unchanged file is not written again, as that would compile it again.
  file(WRITE ${imgui_draw} "${drawing}")
endif()

add_library(third_party_imgui STATIC
  ${imgui_SOURCE_DIR}/imgui.cpp ${imgui_draw} ${imgui_SOURCE_DIR}/imgui_tables.cpp
  ${imgui_SOURCE_DIR}/imgui_widgets.cpp
  ${implot_SOURCE_DIR}/implot.cpp ${implot_SOURCE_DIR}/implot_items.cpp)
target_include_directories(third_party_imgui SYSTEM PUBLIC
  ${imgui_SOURCE_DIR} ${implot_SOURCE_DIR})
target_link_libraries(third_party_imgui PUBLIC third_party_sdl2)
target_compile_options(third_party_imgui PRIVATE -Oz -flto -fno-exceptions -fno-rtti)
target_compile_definitions(third_party_imgui PUBLIC
  IMGUI_DISABLE_OBSOLETE_FUNCTIONS IMGUI_DISABLE_DEMO_WINDOWS IMGUI_DISABLE_DEBUG_TOOLS IMGUI_DISABLE_FILE_FUNCTIONS
  "IMPLOT_CUSTOM_NUMERIC_TYPES=(float)" IMPLOT_DISABLE_OBSOLETE_FUNCTIONS)

add_executable(app ${sources} ${generated}/shaders.h ${generated}/fonts.h ${generated}/fonts.cpp)
set_target_properties(app PROPERTIES SUFFIX .mjs)
target_include_directories(app PRIVATE ${generated})
target_link_libraries(app PRIVATE harmonium_flags third_party_imgui third_party_json harmonium_session)
target_compile_options(app PRIVATE -Oz -flto -fno-exceptions)
target_link_options(app PRIVATE
  -Oz -flto -fno-exceptions -fno-rtti -sMODULARIZE -sEXPORT_ES6 -sEXPORT_NAME=createApp -sENVIRONMENT=web
  -sDYNAMIC_EXECUTION=0 -sFILESYSTEM=0 -sMALLOC=emmalloc -sALLOW_MEMORY_GROWTH -sINITIAL_MEMORY=16MB
  -sSTACK_SIZE=256KB -sASSERTIONS=0 -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2 -sGL_SUPPORT_AUTOMATIC_ENABLE_EXTENSIONS=0
  -sEXPORTED_RUNTIME_METHODS=HEAPU8,stringToNewUTF8 -sEXPORTED_FUNCTIONS=_malloc,_free
  -sINCOMING_MODULE_JS_API=canvas,locateFile,wasmBinary,instantiateWasm --no-entry
  --js-library ${PROJECT_SOURCE_DIR}/src/app/page.js)
set_target_properties(app PROPERTIES LINK_DEPENDS ${PROJECT_SOURCE_DIR}/src/app/page.js)
