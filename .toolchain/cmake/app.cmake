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

# patched(NAME SOURCE OLD NEW [OLD NEW ...]): a copy of a library's source in the build folder, with other texts in place of
# some. A copy that stays the same is not written again, as that would compile it again.
function(patched name source)
  file(READ ${source} text)
  list(LENGTH ARGN count)
  math(EXPR last "${count} - 1")
  foreach(at RANGE 0 ${last} 2)
    math(EXPR next "${at} + 1")
    list(GET ARGN ${at} old)
    list(GET ARGN ${next} new)
    string(FIND "${text}" "${old}" found)
    if(found EQUAL -1)
      message(FATAL_ERROR "${source} does not contain: ${old}")
    endif()
    string(REPLACE "${old}" "${new}" text "${text}")
  endforeach()
  set(copy ${PROJECT_BINARY_DIR}/generated/${name})
  set(before "")
  if(EXISTS ${copy})
    file(READ ${copy} before)
  endif()
  if(NOT text STREQUAL before)
    file(WRITE ${copy} "${text}")
  endif()
endfunction()

include(.toolchain/cmake/sdl2.cmake)
include(.toolchain/cmake/shaders.cmake)
include(.toolchain/cmake/fonts.cmake)

# ImGui contains a typeface for programs without one, which is 10 kB gzipped. The app has its own, so it is removed.
patched(imgui_draw.cpp ${imgui_SOURCE_DIR}/imgui_draw.cpp
  "return proggy_clean_ttf_compressed_data_base85" "return nullptr")
# ImGui keeps settings in files, switches windows with Ctrl+Tab, dims what lies below modal windows and logs what it
# draws. The app does none of this.
patched(imgui.cpp ${imgui_SOURCE_DIR}/imgui.cpp
  "        AddSettingsHandler(&ini_handler)" "        (void)ini_handler"
  "\n    TableSettingsAddSettingsHandler()" "\n    (void)0"
  "\n    UpdateSettings()" "\n    (void)0"
  "\n    NavUpdateWindowing()" "\n    (void)0"
  "\n        NavUpdateWindowingOverlay()" "\n        (void)0"
  "\n    RenderDimmedBackgrounds()" "\n    (void)0"
  "if (g.LogEnabled)" "if (false)")
# ImPlot has menus and axes of dates, which no plot of the app uses. A linker can't know that, and they are 10 kB gzipped.
patched(implot.cpp ${implot_SOURCE_DIR}/implot.cpp
  "        ShowPlotContextMenu(plot)" "        (void)(plot)"
  "if (ShowLegendContextMenu(" "if (false && ShowLegendContextMenu("
  "            ShowAxisContextMenu(" "            if (false) ShowAxisContextMenu("
  "if (axis.Locator == Locator_Time)" "if (false)"
  "axis.Locator          = Locator_Time" "axis.Locator          = Locator_Default")
set(imgui ${PROJECT_BINARY_DIR}/generated/imgui.cpp)
set(imgui_draw ${PROJECT_BINARY_DIR}/generated/imgui_draw.cpp)
set(implot ${PROJECT_BINARY_DIR}/generated/implot.cpp)

add_library(third_party_imgui STATIC
  ${imgui} ${imgui_draw} ${imgui_SOURCE_DIR}/imgui_tables.cpp
  ${imgui_SOURCE_DIR}/imgui_widgets.cpp
  ${implot} ${implot_SOURCE_DIR}/implot_items.cpp)
target_include_directories(third_party_imgui SYSTEM PUBLIC
  ${imgui_SOURCE_DIR} ${implot_SOURCE_DIR})
target_link_libraries(third_party_imgui PUBLIC third_party_sdl2)
# Every browser that has the vector instructions of the core has these too, and they are shorter: numbers are converted
# and memory is copied by one instruction each. The app has one thread, so its statics need no guards.
set(short_code -mnontrapping-fptoint -mbulk-memory -fno-threadsafe-statics)
target_compile_options(third_party_imgui PRIVATE -Oz -flto -fno-exceptions -fno-rtti ${short_code})
target_compile_definitions(third_party_imgui PUBLIC
  IMGUI_DISABLE_OBSOLETE_FUNCTIONS IMGUI_DISABLE_DEMO_WINDOWS IMGUI_DISABLE_DEBUG_TOOLS IMGUI_DISABLE_FILE_FUNCTIONS
  "IMPLOT_CUSTOM_NUMERIC_TYPES=(float)" IMPLOT_DISABLE_OBSOLETE_FUNCTIONS)
# ImGui scans text only for settings in files and for widgets that the app has not; src/app/platform.cpp has the stand-in.
target_compile_definitions(third_party_imgui PRIVATE sscanf=harmonium_scan_nothing)

add_executable(app ${sources} ${generated}/shaders.h ${generated}/fonts.h ${generated}/fonts.cpp)
set_target_properties(app PROPERTIES SUFFIX .mjs)
target_include_directories(app PRIVATE ${generated})
target_link_libraries(app PRIVATE harmonium_flags third_party_imgui third_party_json harmonium_session)
target_compile_options(app PRIVATE -Oz -flto -fno-exceptions ${short_code})
target_link_options(app PRIVATE
  -Oz -flto -fno-exceptions -fno-rtti -sMODULARIZE -sEXPORT_ES6 -sEXPORT_NAME=createApp -sENVIRONMENT=web
  -sDYNAMIC_EXECUTION=0 -sFILESYSTEM=0 -sMALLOC=emmalloc -sALLOW_MEMORY_GROWTH -sINITIAL_MEMORY=16MB
  -sSTACK_SIZE=256KB -sASSERTIONS=0 -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2 -sGL_SUPPORT_AUTOMATIC_ENABLE_EXTENSIONS=0
  -sEXPORTED_RUNTIME_METHODS=HEAPU8,stringToNewUTF8 -sEXPORTED_FUNCTIONS=_malloc,_free
  -sINCOMING_MODULE_JS_API=canvas,locateFile,wasmBinary,instantiateWasm --no-entry
  --js-library ${PROJECT_SOURCE_DIR}/src/app/page.js)
set_target_properties(app PROPERTIES LINK_DEPENDS ${PROJECT_SOURCE_DIR}/src/app/page.js)
