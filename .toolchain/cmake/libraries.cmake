# Third-party libraries: upstream's releases by FetchContent, or the folders in FETCHCONTENT_SOURCE_DIR_<NAME>, where
# build-wasm.sh has put the same releases. Their headers are system headers, so that our warnings do not apply to them.

include(FetchContent)
set(FETCHCONTENT_QUIET OFF)
set(github https://github.com)

# Downloads are kept in HARMONIUM_DOWNLOADS, outside of the build folder. A file with the right hash is not fetched
# again.
set(HARMONIUM_DOWNLOADS ${CMAKE_BINARY_DIR}/downloads CACHE PATH "Where downloaded archives are kept")

function(harmonium_library name url hash)
  string(TOUPPER FETCHCONTENT_SOURCE_DIR_${name} given)
  if(NOT ${given})
    get_filename_component(file ${url} NAME)
    set(archive ${HARMONIUM_DOWNLOADS}/${name}-${file})
    message(STATUS "Fetching ${name}: ${url}")
    file(DOWNLOAD ${url} ${archive} EXPECTED_HASH SHA256=${hash} TLS_VERIFY ON)
    set(url ${archive})
  endif()
  set(HARMONIUM_LIBRARIES "${HARMONIUM_LIBRARIES} ${hash}" PARENT_SCOPE)
  FetchContent_Declare(${name} URL ${url} URL_HASH SHA256=${hash} DOWNLOAD_EXTRACT_TIMESTAMP ON ${ARGN})
endfunction()

harmonium_library(eigen https://gitlab.com/libeigen/eigen/-/archive/3.4.0/eigen-3.4.0.tar.bz2
  b4c198460eba6f28d34894e3a5710998818515104d6e74e5cc331ce31e46e626 SOURCE_SUBDIR none)
harmonium_library(json ${github}/nlohmann/json/archive/refs/tags/v3.11.3.tar.gz
  0d8ef5af7f9794e3263480193c491549b2ba6cc74bb018906202ada498a79406 SOURCE_SUBDIR none)
harmonium_library(catch2 ${github}/catchorg/Catch2/archive/refs/tags/v3.7.1.tar.gz
  c991b247a1a0d7bb9c39aa35faf0fe9e19764213f28ffba3109388e62ee0269c)

FetchContent_MakeAvailable(eigen json)

# Eigen runs only where speed does not matter, and its vector code does not compile for WebAssembly. It is scalar in all
# builds, so that all builds give the same bits.
add_library(third_party_eigen INTERFACE)
target_include_directories(third_party_eigen SYSTEM INTERFACE ${eigen_SOURCE_DIR})
target_compile_definitions(third_party_eigen INTERFACE EIGEN_DONT_VECTORIZE EIGEN_MPL2_ONLY)

add_library(third_party_json INTERFACE)
target_include_directories(third_party_json SYSTEM INTERFACE ${json_SOURCE_DIR}/single_include)

if(HARMONIUM_TESTS)
  set(CATCH_INSTALL_DOCS OFF CACHE INTERNAL "")
  set(CATCH_INSTALL_EXTRAS OFF CACHE INTERNAL "")
  FetchContent_MakeAvailable(catch2)
  # Catch2 has some hundred small files. They are compiled in batches, and without sanitizers since only our code is
  # tested.
  target_compile_options(Catch2 PRIVATE $<$<BOOL:${HARMONIUM_SANITIZE}>:-fno-sanitize=all>)
  set_target_properties(Catch2 PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 16)
  set_target_properties(Catch2 Catch2WithMain PROPERTIES EXCLUDE_FROM_ALL ON)
  foreach(target Catch2 Catch2WithMain)
    get_target_property(directories ${target} INTERFACE_INCLUDE_DIRECTORIES)
    set_target_properties(${target} PROPERTIES INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${directories}")
    if(EMSCRIPTEN)
      target_compile_options(${target} PUBLIC -fwasm-exceptions)
      target_link_options(${target} PUBLIC -fwasm-exceptions)
    endif()
  endforeach()
endif()
