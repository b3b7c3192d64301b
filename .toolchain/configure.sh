# configure KIND DIRECTORY [CMAKE-ARGUMENTS]: configures a build folder of one of these kinds.

configure() {
  local kind="$1" directory="$2"
  shift 2
  case "$kind" in
    native) # for tests: assertions and sanitizers
      cmake -S "$root" -B "$directory" "${common_flags[@]}" --no-warn-unused-cli "${native_flags[@]}" "${source_flags[@]}" \
        -DCMAKE_BUILD_TYPE=Debug -DHARMONIUM_SANITIZE=ON "$@" ;;
    release) # for benchmarks, and for comparing bits
      cmake -S "$root" -B "$directory" "${common_flags[@]}" --no-warn-unused-cli "${native_flags[@]}" "${source_flags[@]}" \
        -DCMAKE_BUILD_TYPE=Release "$@" ;;
    wasm) # what is shipped, and its tests
      emcmake cmake -S "$root" -B "$directory" "${common_flags[@]}" --no-warn-unused-cli "${source_flags[@]}" \
        -DCMAKE_BUILD_TYPE=Release "$@" ;;
    wasm-threads) # the core once more, with shared memory and threads
      configure wasm "$directory" -DHARMONIUM_THREADS=ON -DHARMONIUM_APP=OFF -DHARMONIUM_TESTS=OFF "$@" ;;
    *) die "No such kind of build: $kind" ;;
  esac
}
