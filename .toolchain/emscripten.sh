# Emscripten: the one on the PATH if it is new enough, otherwise Debian 13's, unpacked into the cache. Sets PATH,
# EM_CONFIG and emcc_version.

. "$(dirname "${BASH_SOURCE[0]}")/npm.sh"
emscripten="$cache/emscripten-$emscripten_version-r1" # raise r with every change of the steps below

emcc_says() { emcc --version 2> /dev/null | sed -n '1s/.*) \([0-9][0-9.]*\).*/\1/p'; }

# Installs Debian's LLVM, and unpacks Debian 13's Emscripten and Binaryen into the cache, outside of the system.
fetch_emscripten() {
  local private="$emscripten/root" tool
  { is_debian && [ "$(dpkg --print-architecture)" = amd64 ]; } ||
    die "Emscripten $emscripten_oldest or newer is missing, and this script can fetch it on Debian (amd64) only." \
      "Install emsdk or your distribution's emscripten so that emcc is on the PATH, then run this again."
  need_packages "Emscripten" "clang-$llvm_version" "lld-$llvm_version" "llvm-$llvm_version" python3
  rm -rf "$emscripten"
  make_newer_area
  quietly "Fetching Emscripten $emscripten_version (240 MB)" \
    newer_packages "$private" emscripten binaryen libc6 libstdc++6 libgcc-s1
  grep -q "$emscripten_version" "$private/usr/share/emscripten/emscripten-version.txt" ||
    die "Debian's emscripten is no longer $emscripten_version." "Change the pin in .toolchain/pins.sh."

  # Binaryen needs a newer C library than an older Debian has. Each tool is therefore started by the loader it came
  # with.
  mkdir -p "$emscripten/binaryen/bin"
  for tool in "$private"/usr/bin/wasm*; do
    printf '#!/bin/sh\nexec "%s" --library-path "%s" "%s" "$@"\n' \
      "$private/usr/lib64/ld-linux-x86-64.so.2" "$private/usr/lib/x86_64-linux-gnu" "$tool" \
      > "$emscripten/binaryen/bin/$(basename "$tool")"
  done
  chmod +x "$emscripten"/binaryen/bin/*
  cat > "$emscripten/config" << CONFIG
LLVM_ROOT = '$(dirname "$(readlink -f "/usr/bin/clang-$llvm_version")")'
BINARYEN_ROOT = '$emscripten/binaryen'
FROZEN_CACHE = True
LLVM_ADD_VERSION = ''
CLANG_ADD_VERSION = ''
CONFIG
  : > "$emscripten/ready"
}

need_emscripten() {
  emcc_version="$(has emcc && emcc_says || true)"
  if [ -n "$emcc_version" ] && at_least "$emcc_version" "$emscripten_oldest"; then return; fi
  if [ -n "$emcc_version" ]; then say "emcc $emcc_version on the PATH is older than $emscripten_oldest: fetching another"; fi
  need_npm_packages
  [ -e "$emscripten/ready" ] || fetch_emscripten
  # emcc looks for the npm package acorn in the folder of its own scripts.
  ln -sfn "$npm_tools/node_modules" "$emscripten/root/usr/share/emscripten/node_modules"
  EM_NODE_JS="$(command -v node)"
  export EM_NODE_JS EM_CONFIG="$emscripten/config"
  export PATH="$emscripten/root/usr/share/emscripten:$PATH"
  if [ -x /usr/bin/python3 ]; then export EMSDK_PYTHON=/usr/bin/python3; fi
  emcc_version="$(emcc_says)"
  [ "$emcc_version" = "$emscripten_version" ] || die "Emscripten was fetched but does not run (emcc says '$emcc_version')."
}
