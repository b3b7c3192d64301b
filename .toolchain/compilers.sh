# The native compiler, CMake, Ninja and the compiler cache. Sets `native_flags` and `common_flags` for CMake.

. "$(dirname "${BASH_SOURCE[0]}")/debian.sh"

need_cmake() {
  has cmake || need_packages "building" cmake
  at_least "$(cmake --version | sed -n '1s/[^0-9]*//p')" 3.24 || die "CMake 3.24 or newer is needed."
  has ninja || need_packages "building" ninja-build
  common_flags=(-G Ninja "-DHARMONIUM_NPM=${npm_tools:-}" "-DHARMONIUM_DOWNLOADS=$cache/downloads")
  if ! has ccache && can_install; then need_packages "building again quickly" ccache; fi
  if has ccache; then
    # The same sources give the same objects in every build folder: the cache ignores the folder and the checkout's
    # path.
    export CCACHE_DIR="${CCACHE_DIR:-$cache/ccache}" CCACHE_NOHASHDIR=1 CCACHE_BASEDIR="$root" EM_COMPILER_WRAPPER
    EM_COMPILER_WRAPPER="$(command -v ccache)"
    # For headers that are parsed once per build: see cmake/precompiled.cmake.
    export CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_PCH_EXTSUM=1
    native_flags=(-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  else
    native_flags=(-Wno-dev)
  fi
}

# Clang is preferred, since it also compiles for WebAssembly and then gives the same warnings.
need_native_compiler() {
  if [ -z "${CXX:-}" ]; then
    if is_debian && can_install; then
      need_packages "compiling natively" "clang-$llvm_version" "libclang-rt-$llvm_version-dev" "llvm-$llvm_version" libc6-dev
    fi
    for CXX in "clang++-$llvm_version" clang++ g++ c++ ""; do has "$CXX" && break; done
    [ -n "$CXX" ] || die "No C++ compiler." "Install clang $llvm_version or newer, or set CC and CXX."
    CC="${CXX/clang++/clang}"
    CC="${CC/g++/gcc}"
  fi
  export CC CXX
}
