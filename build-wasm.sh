#!/usr/bin/env bash
# Builds, serves and tests Harmonium, after setting up whatever is missing. Each step is a small script in .toolchain/.

usage() {
  cat << 'USAGE'
Usage: ./build-wasm.sh COMMAND

  serve [--port N] [--isolated]
                     build the site and serve it at http://localhost:8080, to this machine only; --isolated as a host
                     does that sends Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy:
                     require-corp with every file, so that training may use several cores
  build              build the site: plain static files in build/site/
  test [STAGE...]    set up what tests need and run all of them, or only the stages named:
                       check    rules that the sources keep: arrows, formatting
                       native   C++ unit tests with address and undefined-behaviour sanitizers
                       scalar   the digests of training without vector instructions
                       wasm     the same tests as WebAssembly under Node
                       web      the JavaScript API under Node
                       browser  the page in Chromium without a window
  bench [WHAT]       measure on this machine; without WHAT speed, then results
                       speed    one table: ours beside TensorFlow.js, NumPy, scikit-learn, PyTorch; JSON in
                                build/report/speed.json
                       results  how well short trainings end
                       long     both, with ten minutes of training for memory, and the long trainings
                       kernels  every kernel, natively and in Node
                       ROW      only rows of speed whose name contains ROW: cd1, gan, products, elements, shapes, ais,
                                threads, memory, visit, switch, steady, frames
  clean              remove build/; what was downloaded stays in the cache
  --help             this

Everything that is downloaded lies in ${HARMONIUM_CACHE:-~/.cache/harmonium}, pinned by version and checked by hash or
signature; what is built lies in ${HARMONIUM_BUILD:-build/}. An emcc >= 3.1.60 on the PATH is used as it is. On Debian, as
root or with sudo, what is missing is installed or fetched; elsewhere a message says what to install.
USAGE
}

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
command="${1:---help}"
[ $# = 0 ] || shift
case "$command" in
  serve | build | test | bench)
    . "$here/.toolchain/env.sh"
    . "$tools/$command.sh"
    "harmonium_$command" "$@"
    ;;
  clean) rm -rf "${HARMONIUM_BUILD:-$here/build}" && echo "Removed the build folder." ;;
  --help | -h | help) usage ;;
  *)
    echo "No such command: $command" >&2
    usage >&2
    exit 2
    ;;
esac
