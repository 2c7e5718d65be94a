# shellcheck shell=bash
# What bin/bench measures: starts it, says what it is, ends it. Uses
#   home              where Porthole keeps its data
#   out               where the results go
#   server_java_home  the JDK of WildFly; empty: the usual one
#   soak, history     whether the portal alone is measured

# Below the ports that the system gives to outgoing connections. The portal's four further ones are where src/bench/start-portal has them.
choose_ports() {
  local port
  while true; do
    portal_port=$((10000 + RANDOM % 2700))
    portal_tls_port=$((portal_port + 3))
    portal_database_port=$((portal_port + 4))
    server_port=$((13000 + RANDOM % 6900))
    haproxy_port=$((server_port + 1))
    websockify_port=$((server_port + 2))
    haproxy_tls_port=$((server_port + 3))
    websockify_tls_port=$((server_port + 4))
    for port in {0..4}; do
      [[ -z $(ss -Htan "sport = :$((portal_port + port)) or sport = :$((server_port + port))") ]] || continue 2
    done
    return
  done
}

start_targets() {
  choose_ports
  # Markers of the last run would say that this one is decided.
  rm -rf "$home/database" "$home/wildfly.pid" "$home/wildfly/deployments"
  make_certificate
  RB_PORT=$portal_port RB_SINK_PORT=$server_port RB_OUT=$out RB_KEY_STORE=$out/tls/server.p12 \
    spawn portal env ${server_java_home:+"JAVA_HOME=$server_java_home"} bash src/bench/start-portal >"$home/start.log" 2>&1
  if ! $soak && ! $history; then
    write_haproxy_settings >"$out/haproxy.cfg"
    spawn haproxy haproxy -db -f "$out/haproxy.cfg" >"$out/haproxy.log" 2>&1
    spawn websockify websockify "127.0.0.1:$websockify_port" "127.0.0.1:$server_port" >"$out/websockify.log" 2>&1
    spawn websockify-tls websockify --ssl-only --ssl-version=tlsv1_3 --cert="$out/tls/server.pem" \
      "127.0.0.1:$websockify_tls_port" "127.0.0.1:$server_port" >"$out/websockify-tls.log" 2>&1
  fi
  wait_until 180 portal_is_decided && wait_until 30 portal_answers && return
  tail -n 20 "$home/start.log" "$home/wildfly.log" "$home/database.log" >&2 || true
  die "Porthole does not start; its logs are in $home"
}

portal_is_decided() {
  compgen -G "$home/wildfly/deployments/porthole.war.*ed" >/dev/null || ! remembered portal >/dev/null
}

portal_answers() {
  [[ $(curl --silent --noproxy '*' --max-time 5 --output /dev/null --write-out '%{http_code}' "http://127.0.0.1:$portal_port/signin") == 200 ]]
}

# One certificate for all that end TLS: certificate.pem alone, server.pem and server.p12 with its key.
make_certificate() (
  umask 077
  rm -rf "$out/tls"
  mkdir -p "$out/tls"
  cd "$out/tls"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \
    -keyout key.pem -out certificate.pem 2>openssl.log
  cat certificate.pem key.pem >server.pem
  openssl pkcs12 -export -in server.pem -name server -passout pass:password -out server.p12
)

# HAProxy as it is by itself, only told what to do.
write_haproxy_settings() {
  cat <<HAPROXY
global
    maxconn 8000
defaults
    mode tcp
    timeout connect 5s
    timeout client 1h
    timeout server 1h
listen relay
    bind 127.0.0.1:$haproxy_port
    server vnc 127.0.0.1:$server_port
listen relay-tls
    bind 127.0.0.1:$haproxy_tls_port ssl crt $out/tls/server.pem ssl-min-ver TLSv1.3
    server vnc 127.0.0.1:$server_port
HAPROXY
}

stop_targets() {
  stop_spawned portal 30
  stop_database
  stop_spawned haproxy 5
  stop_spawned websockify 5
  stop_spawned websockify-tls 5
}

describe_machine() {
  local model memory
  model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
  memory=$(awk '/^MemTotal/ { printf "%.1f", $2 / 1048576 }' /proc/meminfo)
  say "machine: $(nproc) cores (${model:-$(uname -m)}), $memory GiB, Linux $(uname -r)"
  say "Porthole: $(git describe --always --dirty 2>/dev/null || echo 'of no known revision'), $(version_of_server)"
  say "JDK of WildFly: $(server_java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.runtime.version = //p; s/^ *java.vendor.version = / /p' | paste -sd' ')"
  say "JDK of the load and its VNC server: $(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.runtime.version = //p')"
  if ! $soak && ! $history; then
    say "peers: $(haproxy -v | sed -n '1s/ - .*//p'), websockify $(dpkg-query -W -f='${Version}' websockify 2>/dev/null || echo 'of no known version')"
  fi
}

version_of_server() {
  sed -nE 's/.*(WildFly [0-9.]+(\.Final)?) .*started in.*/\1/p' "$home/wildfly.log" | head -n 1
}

server_java() {
  "${server_java_home:+$server_java_home/bin/}java" "$@"
}
