# Every script here sources this file. It sets where things are, and has the functions that print messages.

set -euo pipefail
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive

tools="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
root="$(dirname "$tools")"
cache="${HARMONIUM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/harmonium}"
build="${HARMONIUM_BUILD:-$root/build}"
export HARMONIUM_BUILD="$build"
mkdir -p "$cache" "$build"
# shellcheck source=pins.sh
. "$tools/pins.sh"

# Processors of this machine: nproc on Linux, sysctl on macOS.
jobs="${HARMONIUM_JOBS:-$(nproc 2> /dev/null || sysctl -n hw.ncpu 2> /dev/null || echo 2)}"

say() { printf '\033[1m[harmonium]\033[0m %s\n' "$*" >&2; }
note() { printf '            %s\n' "$*" >&2; }
die() {
  printf '\033[1;31m[harmonium] %s\033[0m\n' "$1" >&2
  shift
  for line in "$@"; do note "$line"; done
  exit 1
}
# Without a terminal the messages have no colours.
if [ ! -t 2 ]; then
  say() { printf '[harmonium] %s\n' "$*" >&2; }
  die() {
    printf '[harmonium] %s\n' "$1" >&2
    shift
    for line in "$@"; do note "$line"; done
    exit 1
  }
fi

# quietly NAME COMMAND...: runs a long command with its output in a log. Every ten seconds it prints the time so far and
# the last line of the log; at the end it prints the time, or after a failure the end of the log.
quietly() {
  local name="$1" log started pid status=0 ticks=0
  shift
  log="$build/log/${name//[^A-Za-z0-9.]/-}.log"
  log="${log:0:200}"
  mkdir -p "$build/log"
  started=$SECONDS
  say "$name ..."
  set -m # gives the command a process group of its own, so that Ctrl-C ends all of it
  "$@" > "$log" 2>&1 < /dev/null &
  pid=$!
  set +m
  trap 'kill -- -"$pid" 2> /dev/null; say "Interrupted."; exit 130' INT TERM HUP
  while kill -0 "$pid" 2> /dev/null; do
    sleep 0.2
    ticks=$((ticks + 1))
    if [ $((ticks % 50)) = 0 ]; then
      note "$((SECONDS - started)) s  $(tail -n 1 "$log" | tr -d '\r' | cut -c 1-90)"
    fi
  done
  wait "$pid" || status=$?
  trap - INT TERM HUP
  if [ "$status" != 0 ]; then
    tail -n "${log_tail:-60}" "$log" >&2
    die "$name failed (status $status)." "The whole log: $log"
  fi
  note "done in $((SECONDS - started)) s"
}

# A stamp is a file in the cache, named after a step and a hash of what the step depends on. Where it exists, the step
# is done.
stamped() { [ -e "$cache/stamp/$1" ]; }
stamp() { mkdir -p "$cache/stamp" && : > "$cache/stamp/$1"; }

# at_least VERSION WANTED: succeeds if VERSION is WANTED or newer.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

has() { command -v "$1" > /dev/null 2>&1; }
# shellcheck disable=SC2120
has sha256sum || sha256sum() { shasum -a 256 "$@"; }

# digest FILES...: prints a short hash over the contents of the files, to name things that depend on them.
digest() { cat "$@" | sha256sum | cut -c 1-16; }
