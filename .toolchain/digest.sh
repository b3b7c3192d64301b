# The digest of an experiment, from the built site's core under Node.

. "$tools/build.sh"

harmonium_digest() {
  { [ $# -ge 2 ] && [ $# -le 3 ]; } || die "digest takes SPEC UPDATES [NAME], and got $# arguments." \
    "For instance: ./build-wasm.sh digest '{\"model\":\"rbm\",\"data\":\"bars-and-stripes\",\"seed\":1}' 100"
  setup
  build_site
  node "$tools/digest.mjs" "$@"
}
