# Debian packages: installs missing ones, and reads packages of a newer Debian release. The machine's own apt
# configuration stays as it is.

on_debian() { has apt-get && has dpkg && [ -e /etc/debian_version ]; }

is_debian() { on_debian && (. /etc/os-release && [ "${ID:-}" = debian ]); }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}
can_install() { on_debian && { [ "$(id -u)" = 0 ] || { has sudo && sudo -n true 2> /dev/null; }; }; }

installed() { dpkg-query -W -f '${Status}' "$1" 2> /dev/null | grep -q 'ok installed'; }

# One run of a script reads the package lists once, as that takes several seconds.
update_lists_once() {
  [ -n "${lists_updated:-}" ] && return
  quietly "Reading Debian's package lists" as_root apt-get -q update
  lists_updated=yes
}

# need_packages WHY PACKAGES...: installs the packages that are missing. Without the right to do so it prints the
# command.
need_packages() {
  local why="$1" missing=() package
  shift
  for package in "$@"; do installed "$package" || missing+=("$package"); done
  [ ${#missing[@]} = 0 ] && return
  can_install || die "Missing for $why: ${missing[*]}" "Install with: sudo apt-get install ${missing[*]}"
  update_lists_once
  quietly "Installing ${missing[*]} ($why)" \
    as_root apt-get -q -y --no-install-recommends install "${missing[@]}"
}

# --- packages of a newer release -------------------------------------------------------------------------------------

area="$cache/debian-$debian_release"

# Prints the address of the machine's Debian mirror: the repository with the release that this machine runs.
mirror() {
  local codename
  codename="$(. /etc/os-release && echo "${VERSION_CODENAME:-}")"
  apt-get indextargets --format '$(ORIGIN)|$(RELEASE)|$(REPO_URI)' 2> /dev/null |
    awk -F'|' -v release="$codename" '$1 == "Debian" && $2 == release { print $3; exit }'
}

# Runs an apt tool on the private area below, with lists, sources and caches of its own.
newer_apt() {
  local tool="$1"
  shift
  "$tool" -q \
    -o Dir::Etc::SourceList="$area/sources.list" -o Dir::Etc::SourceParts="$area/none" \
    -o Dir::Etc::PreferencesParts="$area/none" -o Dir::Etc::Preferences="$area/none/preferences" \
    -o Dir::State::Lists="$area/lists" -o Dir::Cache="$area/apt" \
    -o APT::Sandbox::User="$(id -un)" "$@"
}

# Makes the private apt area. Debian's archive key signs its lists, and the lists have the hashes of all packages.
make_newer_area() {
  local keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  [ -e "$area/ready" ] && return
  is_debian || die "This step reads Debian packages, and this machine does not run Debian."
  [ -e "$keyring" ] || need_packages "checking Debian's signatures" debian-archive-keyring
  if [ -z "$(mirror)" ] && can_install; then update_lists_once; fi
  [ -n "$(mirror)" ] || die "No Debian mirror in this machine's apt configuration." "Try: apt-get update"
  mkdir -p "$area/lists/partial" "$area/apt/archives/partial" "$area/none"
  quietly "Reading the package lists of Debian $debian_release_number" read_newer_lists "$keyring"
  : > "$area/ready"
}

read_newer_lists() {
  local from
  from="$(mirror)"
  printf '%s [signed-by=%s] %s %s main\n' \
    deb "$1" "$from" "$debian_release" deb-src "$1" "$from" "$debian_release" > "$area/sources.list"
  newer_apt apt-get update
}

# newer_fetch DIRECTORY APT-GET-ARGUMENTS...: fetches into the directory. Old lists may name files that the mirror no
# longer has. After a failure they are read again.
newer_fetch() {
  local into="$1"
  shift
  rm -rf "$into"
  mkdir -p "$into"
  (cd "$into" && newer_apt apt-get "$@") && return
  echo "Once more, with fresh package lists"
  read_newer_lists /usr/share/keyrings/debian-archive-keyring.gpg
  (cd "$into" && newer_apt apt-get "$@")
}

# newer_packages DIRECTORY PACKAGES...: unpacks binary packages of the newer release into the directory.
newer_packages() {
  local into="$1" deb
  shift
  make_newer_area
  mkdir -p "$into"
  newer_fetch "$area/debs" download "$@"
  for deb in "$area"/debs/*.deb; do dpkg -x "$deb" "$into"; done
  rm -rf "$area/debs"
}

# newer_source DIRECTORY PACKAGE VERSION: unpacks the upstream half of a source package, without Debian's patches. Fails
# if it is not the pinned version.
newer_source() {
  local into="$1" package="$2" version="$3" scratch="$area/src-$2" tarball
  make_newer_area
  rm -rf "$into" "$into.part"
  mkdir -p "$into.part"
  newer_fetch "$scratch" source --download-only --tar-only "$package"
  tarball="$(ls "$scratch"/*.orig.tar.*)"
  case "$(basename "$tarball")" in
    "${package}_$version"[+~.]*orig.tar.*) ;;
    *) die "Debian's $package is now $(basename "$tarball"), and version $version is pinned." \
      "Change the pin in .toolchain/pins.sh, and check that everything still builds." ;;
  esac
  tar -x -f "$tarball" -C "$into.part" --strip-components=1
  mv "$into.part" "$into"
  rm -rf "$scratch"
}
