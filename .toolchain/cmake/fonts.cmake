# The typefaces, reduced to the characters of .toolchain/fonts.json, in the generated fonts.h and fonts.cpp.

set(fonts_script ${PROJECT_SOURCE_DIR}/.toolchain/fonts.mjs)
set(fonts_list ${PROJECT_SOURCE_DIR}/.toolchain/fonts.json)
find_program(HARMONIUM_NODE node REQUIRED)
add_custom_command(
  OUTPUT ${generated}/fonts.h ${generated}/fonts.cpp
  COMMAND ${CMAKE_COMMAND} -E env HARMONIUM_NPM=${HARMONIUM_NPM} ${HARMONIUM_NODE} ${fonts_script} ${generated}
  DEPENDS ${fonts_script} ${fonts_list}
  COMMENT "Cutting the fonts down to the characters in use"
  VERBATIM)
