# Builds the site and serves it.

. "$tools/build.sh"

harmonium_serve() {
  local port=8080
  case "$#:${1:-}" in
    0:) ;;
    2:--port) port="$2" ;;
    1:--port=*) port="${1#--port=}" ;;
    *) die "serve takes --port N, and got: $*" ;;
  esac
  case "$port" in
    '' | *[!0-9]* | ??????*) die "The port must be a number from 1 to 65535, and is: $port" ;;
  esac
  { [ "$port" -ge 1 ] && [ "$port" -le 65535 ]; } || die "The port must be a number from 1 to 65535, and is: $port"
  setup
  build_site
  exec node "$tools/serve.mjs" "$build/site" --port "$port"
}
