# Runs the tests, stage by stage. A stage runs even if an earlier one failed. The last line has the sums. Words after --
# name the tests of these stages that are wanted.

. "$tools/build.sh"
. "$tools/debian.sh"

passed=0
failed=0
results="$build/test-results"
stage_started=0
which=()

# count STAGE FILE: adds the numbers in a stage's report. A report that is missing or cut short counts as one failure.
count() {
  local counts
  counts="$(node "$tools/count.mjs" "$2")" || counts="0 1"
  passed=$((passed + ${counts% *}))
  failed=$((failed + ${counts#* }))
  say "$1: ${counts% *} passed, ${counts#* } failed, $((SECONDS - stage_started)) s"
}

# attempt STAGE COMMAND...: runs a build step. A stage that cannot be built counts as one failure.
attempt() {
  local stage="$1"
  shift
  if ! ("$@"); then
    failed=$((failed + 1))
    say "$stage: could not be built"
    return 1
  fi
}

unit_tests() { # STAGE KIND TARGET PROGRAM...
  local stage="$1" kind="$2" target="$3"
  shift 3
  attempt "$stage" compile "$kind" "$target" || return 0
  say "Running the unit tests: $stage"
  # The status is ignored, as the report has the result. A program that dies leaves a report that is cut short.
  "$@" ${which[@]+"${which[@]}"} --colour-mode "$([ -t 1 ] && echo ansi || echo none)" --reporter console --reporter "xml::out=$results/$stage.xml" || true
  count "$stage" "$results/$stage.xml"
}

# file_of_tests NAME FILES...: the one of the files that NAME means: its path, its name, or its name without .test.mjs.
file_of_tests() {
  local name="$1" file
  shift
  for file in "$@"; do
    case "$file" in
      "$name" | "$root/$name" | */"$name" | */"$name.test.mjs") printf '%s' "$file" && return ;;
    esac
  done
  return 1
}

# What is wanted is a file, or words from the names of tests, which are no pattern.
node_tests() { # STAGE FILES...
  local stage="$1" wanted file files=() names=()
  shift
  if [ ! -e "$1" ]; then
    failed=$((failed + 1))
    say "$stage: there are no tests"
    return 0
  fi
  for wanted in ${which[@]+"${which[@]}"}; do
    if file="$(file_of_tests "$wanted" "$@")"; then
      files+=("$file")
    else
      names+=(--test-name-pattern "$(printf '%s' "$wanted" | sed 's/[][\.*^$/+?(){}|]/\\&/g')")
    fi
  done
  [ ${#files[@]} -gt 0 ] || files=("$@")
  say "Running $stage"
  node --test --test-concurrency=1 --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$results/$stage.tap" ${names[@]+"${names[@]}"} "${files[@]}" || true
  count "$stage" "$results/$stage.tap"
}

stage_check() { node_tests check "$root"/tests/arrows/*.test.mjs "$root"/tests/build/*.test.mjs; }
stage_native() {
  need_native_compiler
  ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_stack_use_after_return=1" UBSAN_OPTIONS=print_stacktrace=1 \
    unit_tests native native harmonium_tests "$build/native/harmonium_tests"
}
# Only `bench` builds and runs the programs of the bench; here they have to keep up with what they measure.
stage_bench() {
  need_native_compiler
  attempt bench compile native harmonium_bench_compiles || return 0
  passed=$((passed + 1))
  say "bench: 1 passed, 0 failed, $((SECONDS - stage_started)) s"
}
stage_scalar() {
  need_native_compiler
  unit_tests scalar native harmonium_tests_scalar "$build/native/harmonium_tests_scalar"
}
stage_wasm() { unit_tests wasm wasm harmonium_tests node "$build/wasm/harmonium_tests.js"; }
stage_web() {
  attempt web build_site || return 0
  node_tests web "$root"/tests/web/*.test.mjs "$root"/tests/fuzz/*.test.mjs
}
stage_browser() {
  attempt browser build_site || return 0
  node_tests browser "$root"/tests/browser/*.test.mjs
}

need_test_tools() {
  local stage
  for stage in "$@"; do
    case "$stage" in
      check)
        has git || need_packages "listing the sources" git
        has clang-format || need_packages "checking the format of sources" clang-format
        has shellcheck || need_packages "checking shell scripts" shellcheck
        ;;
      native | bench | scalar) need_native_compiler ;;
      browser)
        if [ -z "${CHROMIUM:-}" ] && ! has chromium && ! has chromium-browser && ! has google-chrome; then
          need_packages "the page in a browser" chromium fonts-dejavu-core
        fi
        ;;
    esac
  done
}

harmonium_test() {
  local stage stages=()
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    stages+=("$1")
    shift
  done
  if [ $# -gt 0 ]; then
    shift
    which=("$@")
    [ ${#stages[@]} -gt 0 ] || die "Which tests are meant can't be told without a stage." \
      "For instance: ./build-wasm.sh test native -- '[rbm]'"
  fi
  [ ${#stages[@]} -gt 0 ] || stages=(check native bench scalar wasm web browser)
  for stage in "${stages[@]}"; do
    case "$stage" in
      check | native | bench | scalar | wasm | web | browser) ;;
      *) die "No such stage of tests: $stage" "There are: check native bench scalar wasm web browser" \
        "Tests of a stage are named after --: ./build-wasm.sh test native -- '[rbm]'" ;;
    esac
  done
  setup
  need_test_tools "${stages[@]}"
  # Old reports are removed: a stage that does not run must not be counted with its last result.
  rm -rf "$results"
  mkdir -p "$results"
  for stage in "${stages[@]}"; do
    stage_started=$SECONDS
    "stage_$stage"
  done
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}
