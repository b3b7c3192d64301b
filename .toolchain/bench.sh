# Measurements. The ratios matter; absolute figures depend on this machine and this moment.

. "$tools/build.sh"

# Installs the libraries that the speed table compares with. They are no part of the site. The table names those that
# are missing.
need_peers() {
  local folder
  folder="$cache/peers-$(digest "$root/tests/bench/package-lock.json")"
  if [ ! -e "$folder/ready" ] && has npm; then
    rm -rf "$folder"
    mkdir -p "$folder"
    cp "$root/tests/bench/package.json" "$root/tests/bench/package-lock.json" "$folder"
    if (quietly "Fetching TensorFlow.js" npm ci --prefix "$folder" --ignore-scripts); then
      : > "$folder/ready"
    else
      note "TensorFlow.js can't be installed; its rows in the table say so."
    fi
  fi
  if [ -e "$folder/ready" ]; then export HARMONIUM_PEERS="$folder"; fi
  if can_install; then
    (need_packages "peers of the bench" python3-numpy libopenblas0-pthread python3-sklearn python3-torch) ||
      note "Some Python libraries can't be installed; their rows in the table say so."
  fi
}

bench_kernels() {
  compile release harmonium_bench
  compile wasm harmonium_bench
  say "Natively"
  "$build/release/harmonium_bench" "$@"
  say "As WebAssembly under Node"
  node "$build/wasm/harmonium_bench.js" "$@"
}

bench_speed() {
  need_peers
  compile release harmonium_trials
  compile wasm harmonium_trials
  say "Speed"
  node "$root/tests/bench/speed.mjs" "$@"
}

bench_results() {
  local script
  for script in table models labels figures; do
    say "Results: tests/bench/$script.mjs"
    node "$root/tests/bench/$script.mjs" "$@"
  done
}

# The long form of the fuzz. It needs the site alone.
bench_fuzz() {
  build_site
  say "Fuzz: tests/fuzz/fuzz.mjs"
  node "$root/tests/fuzz/fuzz.mjs" "$@"
}

harmonium_bench() {
  setup
  if [ "${1:-}" = fuzz ]; then
    bench_fuzz "${@:2}"
    return
  fi
  need_native_compiler
  if [ "${1:-}" = kernels ]; then
    bench_kernels "${@:2}"
    return
  fi
  build_site
  case "${1:-}" in
    "") bench_speed && bench_results ;;
    speed) bench_speed ;;
    results) bench_results "${@:2}" ;;
    long) bench_speed long && bench_results long ;;
    *) bench_speed "$@" ;;
  esac
}
