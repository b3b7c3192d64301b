# The sources of the libraries. On Debian they come from its signed source packages and are kept in the cache. Elsewhere
# CMake fetches the same versions from upstream. Sets `source_flags`, the CMake arguments with the folders.

. "$(dirname "${BASH_SOURCE[0]}")/debian.sh"

# library NAME VERSION PACKAGE [PACKAGE-VERSION]: fetches the source of one library, unless it is there.
library() {
  local into="$cache/src/$1-$2"
  source_flags+=("-DFETCHCONTENT_SOURCE_DIR_${1^^}=$into")
  [ -d "$into" ] && return
  mkdir -p "$cache/src"
  if [ "$1" = implot ]; then
    quietly "Fetching the source of ImPlot $2" implot_from "$into" "$3" "$4"
  else
    quietly "Fetching the source of $1 $2" newer_source "$into" "$3" "${4:-$2}"
  fi
}

# Debian has no package of ImPlot. Another package contains its source.
implot_from() {
  local into="$1" scratch="$cache/src/$2"
  newer_source "$scratch" "$2" "$3"
  mv "$scratch/src/external/imgui/implot" "$into"
  rm -rf "$scratch"
}

need_sources() {
  source_flags=(-Wno-dev) # not empty: an old bash takes an empty array for an unset variable
  is_debian || return 0
  has xz || need_packages "unpacking sources" xz-utils
  has bzip2 || need_packages "unpacking sources" bzip2
  make_newer_area
  library sdl2 "$sdl2_version" libsdl2
  library imgui "$imgui_version" imgui
  library implot "$implot_version" monado 25.0.0
  library catch2 "$catch2_version" catch2
  library eigen "$eigen_version" eigen3
  library json "$json_version" nlohmann-json3
}
