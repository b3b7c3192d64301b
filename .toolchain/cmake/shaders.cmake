# Writes shaders/<name>.vert and .frag as string constants into the generated header shaders.h: points.vert becomes
# harmonium::shaders::kPointsVert. The build runs this file again, as a script, when a shader changes.

if(CMAKE_SCRIPT_MODE_FILE)
  set(text "// Generated from the files in shaders/.\n#pragma once\n\nnamespace harmonium::shaders {\n")
  foreach(file IN LISTS SHADERS)
    get_filename_component(name ${file} NAME)
    string(REGEX MATCHALL "[A-Za-z0-9]+" words ${name})
    set(constant k)
    foreach(word IN LISTS words)
      string(SUBSTRING ${word} 0 1 first)
      string(SUBSTRING ${word} 1 -1 rest)
      string(TOUPPER ${first} first)
      string(APPEND constant ${first}${rest})
    endforeach()
    file(READ ${file} source)
    string(APPEND text "\ninline constexpr char ${constant}[] = R\"glsl(${source})glsl\";\n")
  endforeach()
  string(APPEND text "\n}  // namespace harmonium::shaders\n")
  file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "${text}" @ONLY)
  file(TOUCH ${OUTPUT})
  return()
endif()

file(GLOB shaders CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/shaders/*.vert ${PROJECT_SOURCE_DIR}/shaders/*.frag)
set(generated ${PROJECT_BINARY_DIR}/generated)
add_custom_command(
  OUTPUT ${generated}/shaders.h
  COMMAND ${CMAKE_COMMAND} "-DSHADERS=${shaders}" -DOUTPUT=${generated}/shaders.h -P ${CMAKE_CURRENT_LIST_FILE}
  DEPENDS ${shaders} ${CMAKE_CURRENT_LIST_FILE}
  COMMENT "Embedding the shaders"
  VERBATIM)
