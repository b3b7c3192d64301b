# Finds the sources that are compiled for speed while the rest is compiled for size (sizes.cmake). A source says so
# itself in one of its first five lines:
#
#     // Compiled for speed: its loops are what an update of this model waits for.
#
# The names of the marked sources are kept in a file of the build folder. The build checks this file when a source has
# changed, and runs CMake again only if the names have changed. Other edits cost no configuration.

# harmonium_marked(VARIABLE SOURCE...): sets the variable to the marked sources.
function(harmonium_marked variable)
  set(marked "")
  foreach(source IN LISTS ARGN)
    file(STRINGS ${source} lines LIMIT_COUNT 5)
    foreach(line IN LISTS lines)
      if(line MATCHES "^// Compiled for speed: .")
        list(APPEND marked ${source})
        break()
      endif()
    endforeach()
  endforeach()
  set(${variable} "${marked}" PARENT_SCOPE)
endfunction()

# The build calls this file as a script. SOURCES is a file with one source per line, OUTPUT is the file to update.
if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  file(STRINGS ${SOURCES} sources)
  harmonium_marked(marked ${sources})
  list(JOIN marked "\n" text)
  file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "${text}\n" @ONLY) # leaves the file alone if the text is the same
  return()
endif()

# harmonium_speed_marks(VARIABLE SOURCE...): sets the variable to the marked sources. CMake runs again when they change.
function(harmonium_speed_marks variable)
  set(list ${PROJECT_BINARY_DIR}/speed_marks_sources.txt)
  set(output ${PROJECT_BINARY_DIR}/speed_marks.txt)
  harmonium_marked(marked ${ARGN})
  list(JOIN ARGN "\n" text)
  file(CONFIGURE OUTPUT ${list} CONTENT "${text}\n" @ONLY)
  list(JOIN marked "\n" text)
  file(CONFIGURE OUTPUT ${output} CONTENT "${text}\n" @ONLY)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DSOURCES=${list} -DOUTPUT=${output} -P ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
    DEPENDS ${ARGN} ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
    COMMENT "Looking for sources that are to be compiled for speed"
    VERBATIM)
  add_custom_target(speed_marks DEPENDS ${output})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${output})
  set(${variable} "${marked}" PARENT_SCOPE)
endfunction()
