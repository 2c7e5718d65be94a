# shellcheck shell=bash
# Starts libvirt's daemons where they do not run, and ends those that it started.

# On a terminal virsh starts an agent that asks for passwords, which complains wherever polkit does not run; root needs none.
virsh_system() {
  timeout 60 setsid virsh --quiet --connect qemu:///system "$@" 9>&-
}

libvirt_answers() {
  timeout 10 virsh --quiet --connect qemu:///system version >/dev/null 2>&1 9>&-
}

start_libvirt() {
  give_kvm_to_its_group
  start_daemon_unless daemon_runs virtlogd
  start_daemon_unless libvirt_answers libvirtd
  wait_until 30 libvirt_answers || die "libvirt does not answer: virsh --connect qemu:///system version"
}

# libvirt asks QEMU, with all rights, whether it has KVM, and then looks whether the guests' user may open /dev/kvm. Where
# the answers differ it takes all that it knows of QEMU for outdated, and asks again twenty times for each VM: 40 s instead
# of none. udev prevents that by giving the device to its group; where nothing did (a container, a bare VM), this does.
give_kvm_to_its_group() {
  [[ -c /dev/kvm && $(stat --format='%a %U:%G' /dev/kvm) == '600 root:root' ]] || return 0
  if getent group kvm >/dev/null && chgrp kvm /dev/kvm && chmod 660 /dev/kvm; then
    say "    /dev/kvm now belongs to the group kvm, as udev would have it"
  fi
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
