# Sets up what every command needs: tools, libraries and data, in the cache. It takes a second when all of it is there.

. "$tools/sources.sh"
. "$tools/emscripten.sh"
. "$tools/compilers.sh"
. "$tools/configure.sh"
. "$tools/data.sh"

# Two builds on one machine share the cache. The first one sets it up, and the second waits for it.
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
