# shellcheck shell=bash
# The demo's WildFly, with the portal in it. $home/program is a copy of what the build made, so that a build beside
# the running demo does not pull the server from under it; $home/wildfly is the server's own folder.

# Times are kept, so the copy is as old as the build that it was made from.
copy_program() {
  [[ -e $home/program/demo.built && ! target/demo.built -nt $home/program/demo.built ]] && return
  rm -rf "$home/program"
  mkdir "$home/program"
  cp -a target/server target/demo-database target/porthole.war "$home/program/"
  cp -a target/demo.built "$home/program/"
}

refresh_server() {
  local base=$home/wildfly folder
  mkdir -p "$base"
  rm -rf "$base/tmp"
  for folder in configuration deployments lib; do
    rm -rf "${base:?}/$folder"
    cp -a "$home/program/server/standalone/$folder" "$base/$folder"
  done
  cp "$home/program/porthole.war" "$base/deployments/"
}

start_wildfly() {
  refresh_server
  local clean=(-u PORTHOLE_CONFIG -u JAVA_OPTS -u JBOSS_HOME -u JBOSS_BASE_DIR -u JBOSS_LOG_DIR -u JBOSS_CONFIG_DIR)
  # The password stays out of the command line, which every user of this machine may read.
  PORTHOLE_DATABASE_URL=jdbc:postgresql://127.0.0.1:$database_port/porthole \
    PORTHOLE_DATABASE_USER=porthole \
    PORTHOLE_DATABASE_PASSWORD=$(<"$home/database/password") \
    JBOSS_JAVA_SIZING='-Xms128m -Xmx1g -XX:MetaspaceSize=96m -XX:MaxMetaspaceSize=512m' \
    LAUNCH_JBOSS_IN_BACKGROUND=true \
    spawn wildfly env "${clean[@]}" "$home/program/server/bin/standalone.sh" \
      "-Djboss.server.base.dir=$home/wildfly" "-Dporthole.config=$config_path" \
      -b "$bind_address" -bmanagement 127.0.0.1 "--yaml=$root/src/demo/wildfly.yml" >"$home/wildfly.log" 2>&1
}

await_wildfly() {
  if wait_until 180 wildfly_is_decided && [[ -e $home/wildfly/deployments/porthole.war.deployed ]] &&
    wait_until 30 portal_answers; then
    return
  fi
  why_wildfly_failed >&2
  die "The portal does not start; the whole log is $home/wildfly.log"
}

wildfly_is_decided() {
  compgen -G "$home/wildfly/deployments/porthole.war.*ed" >/dev/null || ! remembered wildfly >/dev/null
}

portal_answers() {
  local port
  for port in 8080 6080; do
    [[ $(curl --silent --noproxy '*' --max-time 5 --output /dev/null --write-out '%{http_code}' \
      "http://$local_address:$port/signin") == 200 ]] || return
  done
}

# the portal's own word for it; else the server's
why_wildfly_failed() {
  plain_log | sed -nE 's/.* (ERROR|SEVERE) +\[io\.porthole.*(Porthole cannot start: .*)/\2/p' | grep . && return
  cat "$home/wildfly/deployments/porthole.war.failed" 2>/dev/null && say && return
  plain_log | grep -E ' (ERROR|FATAL) |Address already in use' | head -n 20 || tail -n 20 "$home/wildfly.log"
}

plain_log() {
  sed 's/\x1b\[[0-9;]*m//g' "$home/wildfly.log"
}
