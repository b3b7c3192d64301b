# Measurements: ratios matter, absolute figures are those of this machine at this moment.

. "$tools/build.sh"

harmonium_bench() {
  local script
  setup
  need_native_compiler
  if compgen -G "$root/tests/bench/*.cpp" > /dev/null; then
    compile release harmonium_bench
    compile wasm harmonium_bench
    say "Natively"
    "$build/release/harmonium_bench" "$@"
    say "As WebAssembly under Node"
    node "$build/wasm/harmonium_bench.js" "$@"
  fi
  build_site
  for script in "$root"/tests/bench/*.mjs; do
    [ -e "$script" ] || continue
    say "$(basename "$script")"
    node "$script" "$@"
  done
}
