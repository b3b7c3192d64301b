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
  test [STAGE...] [-- WHICH...]
                     set up what tests need and run all of them, or only the stages named:
                       check    rules that the sources keep: arrows, formatting
                       native   C++ unit tests with address and undefined-behaviour sanitizers
                       bench    the programs of the bench compile
                       scalar   the digests of training without vector instructions
                       wasm     the same tests as WebAssembly under Node
                       web      the JavaScript API under Node
                       browser  the page in Chromium without a window
                     and of these stages only some tests. For native, scalar and wasm, WHICH is what Catch2 takes:
                       ./build-wasm.sh test native -- '[rbm]'           the tests with this tag
                       ./build-wasm.sh test native -- 'Parameters*'     the tests whose name begins so
                     For check, web and browser, WHICH is a file, or words from the names of tests:
                       ./build-wasm.sh test web -- choices              tests/web/choices.test.mjs
                       ./build-wasm.sh test web -- 'a name of a test'   the tests with these words in their names
  digest SPEC UPDATES [NAME]
                     train the experiment SPEC (JSON) for so many updates and print the digest of its parameters, as a
                     line for tests/reference/hashes.json
  bench [WHAT]       measure on this machine; without WHAT speed, then results
                       speed    one table: ours beside TensorFlow.js, NumPy, scikit-learn, PyTorch; JSON in
                                build/report/speed.json
                       results  how well short trainings end
                       long     both, with ten minutes of training for memory, and the long trainings
                       kernels  every kernel, natively and in Node
                       fuzz [TARGET [INPUTS [SEED [FROM]]]]
                                inputs at random for calls, specs, links, files and readers of own data: 100,000 each,
                                in about twenty minutes
                       ROW      only rows of speed whose name contains ROW: cd1, gan, products, elements, shapes, ais,
                                threads, memory, visit, switch, steady, frames
  clean              remove build/; what was downloaded stays in the cache
  --help             this

Everything that is downloaded lies in ${HARMONIUM_CACHE:-~/.cache/harmonium}, pinned by version and checked by hash or
signature; what is built lies in ${HARMONIUM_BUILD:-build/}. HARMONIUM_JOBS says how many sources are compiled at once:
without it as many as there are cores. An emcc >= 3.1.60 on the PATH is used as it is. On Debian, as root or with sudo, what
is missing is installed or fetched; elsewhere a message says what to install.

To compile and test by hand, `. .toolchain/develop.sh` gives a bash the compilers, emcc, the npm tools and the command
`configure native|release|wasm DIRECTORY`. How to work on the sources: .github/CONTRIBUTING.md.
USAGE
}

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
command="${1:---help}"
[ $# = 0 ] || shift
case "$command" in
  serve | build | test | bench | digest)
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
