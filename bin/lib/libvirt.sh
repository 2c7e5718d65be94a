# shellcheck shell=bash
# Starts libvirt's daemons where they do not run, and ends those that it started.

virsh_system() {
  timeout 30 virsh --quiet --connect qemu:///system "$@" 9>&-
}

libvirt_answers() {
  timeout 10 virsh --quiet --connect qemu:///system version >/dev/null 2>&1 9>&-
}

start_libvirt() {
  start_daemon_unless daemon_runs virtlogd
  start_daemon_unless libvirt_answers libvirtd
  wait_until 30 libvirt_answers || die "libvirt does not answer: virsh --connect qemu:///system version"
}

daemon_runs() {
  local pid
  pid=$(cat "/run/$1.pid" 2>/dev/null) || pid=none
  [[ $(cat "/proc/$pid/comm" 2>/dev/null) == "$1" ]] && return
  [[ -d /run/systemd/system ]] && systemctl --quiet is-active "$1.socket"
}

# start_daemon_unless TEST DAEMON
start_daemon_unless() {
  if "$1" "$2"; then
    say "    $2 runs already"
    return
  fi
  "$2" -d 9>&- || die "$2 does not start; its log is in /var/log/libvirt, or in the journal."
  remember "$2" "$(cat "/run/$2.pid")"
}

# A guest that is not ours may run by now, and would lose its log and its keeper.
stop_libvirt() {
  local guests pid daemon
  remembered libvirtd >/dev/null || remembered virtlogd >/dev/null || return 0
  guests=$(virsh_system list --name 2>/dev/null | paste -sd' ')
  if [[ -n ${guests// /} ]]; then
    say "    libvirtd and virtlogd are left running for the guests: $guests"
    return
  fi
  for daemon in libvirtd virtlogd; do
    if pid=$(remembered "$daemon"); then
      stop_process "$daemon" "$pid" 15
    fi
    forget "$daemon"
  done
}
