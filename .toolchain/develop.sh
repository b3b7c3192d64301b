# For a terminal: `. .toolchain/develop.sh` installs what is missing and puts emcc, the npm tools and the compiler cache
# into the environment of this shell. `configure native|release|wasm DIRECTORY` then configures a build folder.

# env.sh sets -e, under which a terminal would close at the first failing command. The shell's own options are restored.
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
