# For a terminal: `. .toolchain/develop.sh` sets up what is missing and puts emcc, the npm tools and the compiler cache in
# the environment of this shell. `configure native|release|wasm DIRECTORY` then configures a build folder.

harmonium_options="$(set +o)"
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
. "$tools/sources.sh"
. "$tools/emscripten.sh"
. "$tools/compilers.sh"
. "$tools/configure.sh"
need_npm_packages
need_emscripten
need_sources
need_cmake
need_native_compiler
eval "$harmonium_options"
