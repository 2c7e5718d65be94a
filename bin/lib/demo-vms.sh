# shellcheck shell=bash
# The demo's VMs: one for each file in src/demo/vms, under the name of the file.

vms_left_off=' archive '
# GRUB asks for keys without a pause, which takes a whole core: it gets what the others leave.
vms_that_spin=' rescue '

name_of() {
  basename "$1" .xml
}

uuid_of() {
  sed -n 's:.*<uuid>\(.*\)</uuid>.*:\1:p' "$1"
}

# Nothing is changed of a VM that somebody else gave the same name.
check_vms() {
  local file name uuid
  for file in "$root"/src/demo/vms/*.xml; do
    name=$(name_of "$file")
    uuid=$(virsh_system domuuid "$name" 2>/dev/null) || continue
    [[ $uuid == "$(uuid_of "$file")" ]] ||
      die "There is a VM called $name already (UUID $uuid), and it is not the demo's. Rename it (virsh domrename), or use bin/demo --no-vms."
  done
}

# Whatever runs before the demo goes on after it; what does not is stopped at the end, whoever started it meanwhile.
start_vms() {
  local file name
  for file in "$root"/src/demo/vms/*.xml; do
    name=$(name_of "$file")
    virsh_system define "$file" >/dev/null || die "The VM $name cannot be defined."
    vm_is_off "$name" || continue
    grep -qsx "$name" "$run_dir/vms" || say "$name" >>"$run_dir/vms"
    [[ $vms_left_off != *" $name "* ]] || continue
    virsh_system start "$name" >/dev/null || die "The VM $name does not start."
    set_niceness "$name" 19
  done
}

let_vms_catch_up() {
  local name
  while read -r name; do
    [[ $vms_that_spin == *" $name "* ]] || set_niceness "$name" 0
  done < <(cat "$run_dir/vms" 2>/dev/null)
}

# Linux weighs by session first (autogroup), and within it by thread. Where either cannot be set, all is only slower.
set_niceness() {
  local pid threads
  pid=$(qemu_of "$1") || return 0
  threads=("/proc/$pid/task"/*)
  renice --priority "$2" "${threads[@]##*/}" >/dev/null 2>&1 || true
  { echo "$2" >"/proc/$pid/autogroup"; } 2>/dev/null || true
}

# the pid, if it runs: libvirt's own record of it, which outlives libvirt
qemu_of() {
  local pid
  pid=$(cat "/run/libvirt/qemu/$1.pid" 2>/dev/null) && is_alive "$pid" || return 1
  [[ $(cat "/proc/$pid/comm") == qemu-* ]] && printf '%s\n' "$pid"
}

vm_is_off() {
  [[ $(virsh_system domstate "$1") == 'shut off'* ]]
}

stop_vms() {
  local name pid
  [[ -e $run_dir/vms ]] || return 0
  while read -r name; do
    virsh_system destroy "$name" >/dev/null 2>&1 || true
    # libvirt itself may be gone, and its guests not
    if pid=$(qemu_of "$name"); then
      stop_process "the VM $name" "$pid" 10
    fi
  done <"$run_dir/vms"
  rm -f "$run_dir/vms"
}
