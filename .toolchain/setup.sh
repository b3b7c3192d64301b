# What every command needs first: tools, libraries and data, in the cache. In a second when all is there.

. "$tools/sources.sh"
. "$tools/emscripten.sh"
. "$tools/compilers.sh"
. "$tools/configure.sh"
. "$tools/data.sh"

# Two builds on one machine share the cache: one sets it up, the other waits.
setup() {
  if has flock; then
    exec 9> "$cache/lock"
    flock -n 9 || { say "Waiting for another build to finish setting up ..." && flock 9; }
  fi
  need_npm_packages
  need_emscripten
  need_sources
  need_cmake
  need_data
  exec 9>&-
}
