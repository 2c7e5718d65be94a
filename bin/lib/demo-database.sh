# shellcheck shell=bash
# The demo's PostgreSQL: src/demo/java/DemoDatabase.java, kept in $home/database.

database_port=54329

start_database() {
  spawn database "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx128m -cp "$home/program/demo-database/*" \
    "$root/src/demo/java/DemoDatabase.java" "$home/database" "$database_port" >"$home/database.log" 2>&1
}

await_database() {
  wait_until 90 database_is_ready_or_ended && database_is_ready && return
  tail -n 15 "$home/database.log" >&2
  die "PostgreSQL does not start; the whole log is $home/database.log"
}

database_is_ready() {
  grep -qx ready "$home/database.log"
}

database_is_ready_or_ended() {
  database_is_ready || ! remembered database >/dev/null
}

# PostgreSQL runs in a session of its own, and outlives a DemoDatabase that was killed.
stop_database() {
  local pid
  stop_spawned database 20
  if pid=$(head -n 1 "$home/database/data/postmaster.pid" 2>/dev/null) && is_postgres "$pid"; then
    kill -INT "$pid" 2>/dev/null || true
    wait_until 10 is_gone "$pid" || stop_process PostgreSQL "$pid" 5
  fi
}

is_postgres() {
  [[ -n $1 && $(readlink "/proc/$1/cwd" 2>/dev/null) == "$(realpath "$home/database/data")" ]]
}
