# Builds the site and serves it on this machine.

. "$tools/build.sh"

harmonium_serve() {
  local port=8080 given="$*" isolation=()
  while [ $# -gt 0 ]; do
    case "$#:$1" in
      1:--port) die "serve takes --port N and --isolated, and got: $given" ;;
      *:--port)
        port="$2"
        shift
        ;;
      *:--port=*) port="${1#--port=}" ;;
      *:--isolated) isolation=(--isolated) ;;
      *) die "serve takes --port N and --isolated, and got: $given" ;;
    esac
    shift
  # The pattern refuses more than five digits, which shell arithmetic might not hold.
  done
  case "$port" in
    '' | *[!0-9]* | ??????*) die "The port must be a number from 1 to 65535, and is: $port" ;;
  esac
  { [ "$port" -ge 1 ] && [ "$port" -le 65535 ]; } || die "The port must be a number from 1 to 65535, and is: $port"
  setup
  build_site
  exec node "$tools/serve.mjs" "$build/site" --port "$port" ${isolation[@]+"${isolation[@]}"}
}
