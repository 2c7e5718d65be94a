# shellcheck shell=bash
# Finds out what is missing on this machine and installs it from Debian's packages.

missing_packages=()

# need_command COMMAND PACKAGE: whoever brought the command, it will do
need_command() {
  command -v "$1" >/dev/null || missing_packages+=("$2")
}

# need_package PACKAGE FILE: for what is no command; the file tells on a system without dpkg
need_package() {
  if command -v dpkg-query >/dev/null; then
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]] && return
  elif compgen -G "$2" >/dev/null; then
    return
  fi
  missing_packages+=("$1")
}

need_build_tools() {
  need_command java openjdk-17-jdk-headless
  need_command javac openjdk-17-jdk-headless
  need_command mvn maven
  need_command node nodejs
  need_command npm npm
  need_command setsid util-linux
  need_command setpriv util-linux
  need_command unshare util-linux
  need_command ps procps
}

# the portal loads libvirt's client library, wherever the compute nodes are
need_libvirt_client() {
  need_command virsh libvirt-clients
  need_package libvirt0 '/usr/lib*/libvirt.so.0'
}

need_libvirt_and_guests() {
  need_libvirt_client
  need_command virtlogd libvirt-daemon-system
  need_command libvirtd libvirt-daemon-system
  need_package libvirt-daemon-driver-qemu '/usr/lib*/libvirt/connection-driver/libvirt_driver_qemu.so'
  need_command qemu-system-x86_64 qemu-system-x86
  need_command qemu-img qemu-utils
  need_package grub-rescue-pc /usr/lib/grub-rescue/grub-rescue-cdrom.iso
  need_package debian-installer-12-netboot-amd64 '/usr/lib/debian-installer/images/12/amd64/gtk/debian-installer/amd64/linux'
}

install_packages() {
  local packages
  mapfile -t packages < <(printf '%s\n' "${missing_packages[@]}" | sort -u)
  if ((${#missing_packages[@]} == 0)); then
    say "    nothing is missing"
  elif ! command -v apt-get >/dev/null; then
    die "This system has no apt-get. Install what Debian calls: ${packages[*]}"
  else
    say "    installing ${packages[*]}"
    apt_get update
    apt_get install --yes --no-install-recommends "${packages[@]}"
  fi
  check_java
}

apt_get() {
  local log
  log=$(mktemp)
  if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@" >"$log" 2>&1 9>&-; then
    cat "$log" >&2
    rm -f "$log"
    die "apt-get $1 failed."
  fi
  rm -f "$log"
}

check_java() {
  local version
  version=$(javac -version 2>&1)
  version=${version#javac }
  ((${version%%[.-]*} >= 17)) || die "Porthole needs a JDK 17 or newer; javac here is $version."
}
