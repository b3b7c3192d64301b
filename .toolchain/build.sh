# The site in build/site: the WebAssembly modules and everything around them.

. "$tools/setup.sh"

# compile KIND TARGET...: builds targets in build/KIND. It configures the folder first, unless that was done with the
# same arguments: CMake takes seconds even where nothing has changed.
compile() {
  local kind="$1" directory="$build/$1" arguments
  shift
  arguments="$kind $emcc_version ${CXX:-} ${common_flags[*]} ${source_flags[*]} $(digest "$tools/configure.sh")"
  if [ "$(cat "$directory/arguments" 2> /dev/null)" != "$arguments" ]; then
    quietly "Configuring build/$kind" configure "$kind" "$directory"
    printf '%s' "$arguments" > "$directory/arguments"
  fi
  if [ -t 2 ]; then
    say "Building build/$kind ($*)"
    cmake --build "$directory" -j "$jobs" --target "$@" >&2 || die "The build failed: see above."
  else
    # Without a terminal nobody watches: the output goes to a log, of which a failure shows the last 200 lines.
    log_tail=200 quietly "Building build/$kind ($*)" cmake --build "$directory" -j "$jobs" --target "$@"
  fi
}

# Prints the targets of build/wasm whose sources exist.
site_targets() {
  [ -z "$(find "$root/src/bindings" -name '*.cpp' 2> /dev/null)" ] || echo core core-first
  [ -z "$(find "$root/src/app" -name '*.cpp' 2> /dev/null)" ] || echo app
}

build_site() {
  # shellcheck disable=SC2046
  compile wasm $(site_targets)
  case " $(site_targets | tr '\n' ' ')" in
    *" core "*) compile wasm-threads core ;;
  esac
  say "Putting the site together in build/site"
  node "$tools/site.mjs" || die "The site could not be put together: see above."
}

harmonium_build() {
  [ $# = 0 ] || die "build takes no argument, and got: $*"
  setup
  build_site
  say "Done: build/site"
}
