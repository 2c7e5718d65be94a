# shellcheck shell=bash
# How the scripts speak, wait, and end what they started. Sourced by bin/demo and bin/test, which set
#   root      the checkout
#   run_dir   where it is written down what was started

say() {
  printf '%s\n' "$*" 2>/dev/null || true
}

die() {
  printf '%s\n' "$*" >&2 || true
  exit 1
}

# step TITLE COMMAND...: says what is done, does it, says how long it took
step() {
  local title=$1 start=${EPOCHREALTIME/./} tenths
  shift
  say "$title ..."
  "$@"
  tenths=$(((${EPOCHREALTIME/./} - start) / 100000))
  say "    done in $((tenths / 10)).$((tenths % 10)) s"
}

as_root() {
  if [[ $EUID -eq 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "This needs root, and there is no sudo: $*"
  fi
}

# run_as_root ARGUMENTS...: starts this script again as root, unless it already is
run_as_root() {
  local names
  [[ $EUID -eq 0 ]] && return
  command -v sudo >/dev/null || die "$0 uses the system's libvirt and needs root, or sudo."
  say "$0 uses the system's libvirt: going on as root, by sudo."
  names=$(compgen -e | grep -E '^(PORTHOLE_.*|JAVA_HOME|MAVEN_OPTS)$' | paste -sd, || true)
  exec sudo ${names:+"--preserve-env=$names"} -- "$0" "$@"
}

# wait_until SECONDS COMMAND...: true as soon as the command is
wait_until() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < end)) || return 1
    sleep 0.1 || true
  done
}

# --- processes ---
# A process is known by its pid and by when it was born, so that a pid which another program has by now is never ended.

birth_of() {
  local stat
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  # after the name in brackets: the state comes first, the start time 20th
  read -ra stat <<<"${stat##*) }"
  [[ ${stat[0]} != Z ]] && printf '%s\n' "${stat[19]}"
}

is_alive() {
  birth_of "$1" >/dev/null
}

is_gone() {
  ! is_alive "$1"
}

# remember NAME PID
remember() {
  printf '%s %s\n' "$2" "$(birth_of "$2")" >"$run_dir/$1.pid"
}

forget() {
  rm -f "$run_dir/$1.pid"
}

# remembered NAME: prints the pid, if that process still runs
remembered() {
  local pid birth
  { read -r pid birth <"$run_dir/$1.pid"; } 2>/dev/null || return 1
  [[ -n $birth && $(birth_of "$pid") == "$birth" ]] && printf '%s\n' "$pid"
}

# spawn NAME COMMAND...: starts it in the background and remembers it. It has a session of its own, so that Ctrl-C
# reaches this script alone, which ends things in their order; and it is told to end should this script be killed.
# Descriptor 9 is the lock of bin/demo: nobody else may hold it.
spawn() {
  local name=$1
  shift
  setsid setpriv --pdeathsig TERM -- "$@" </dev/null 9>&- &
  remember "$name" $!
}

# stop_process NAME PID SECONDS: asks it to end; after so many seconds, kills it
stop_process() {
  is_gone "$2" && return
  kill -TERM "$2" 2>/dev/null || true
  wait_until "$3" is_gone "$2" && return
  say "    $1 (pid $2) did not end within $3 s and is killed"
  kill -KILL "$2" 2>/dev/null || true
  wait_until 5 is_gone "$2" || say "    $1 (pid $2) cannot be killed"
}

group_is_gone() {
  ! ps -e -o pgid=,stat= | awk -v group="$1" '$1 == group && $2 !~ /^Z/ { found = 1 } END { exit !found }'
}

# stop_spawned NAME SECONDS: the same for what spawn started, with all that it started in turn. The leader of the group
# may have ended before the rest; only if its pid is another program's by now, there is no such group any more.
stop_spawned() {
  local pid
  if ! { read -r pid _ <"$run_dir/$1.pid"; } 2>/dev/null; then
    return
  fi
  if remembered "$1" >/dev/null || is_gone "$pid"; then
    kill -TERM -- "-$pid" 2>/dev/null || true
    if ! wait_until "$2" group_is_gone "$pid"; then
      say "    $1 (pid $pid) did not end within $2 s and is killed"
      kill -KILL -- "-$pid" 2>/dev/null || true
      wait_until 5 group_is_gone "$pid" || say "    $1 (pid $pid) cannot be killed"
    fi
  fi
  forget "$1"
}
