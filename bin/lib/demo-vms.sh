# shellcheck shell=bash
# The demo's VMs: one for each file in src/demo/vms, under the name of the file.

vms_left_off=' archive '

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
    grep -qsx "$(uuid_of "$file")" "$run_dir/vms" || uuid_of "$file" >>"$run_dir/vms"
    [[ $vms_left_off == *" $name "* ]] || virsh_system start "$name" >/dev/null || die "The VM $name does not start."
  done
}

vm_is_off() {
  [[ $(virsh_system domstate "$1") == 'shut off'* ]]
}

stop_vms() {
  local uuid pid
  [[ -e $run_dir/vms ]] || return 0
  while read -r uuid; do
    virsh_system destroy "$uuid" >/dev/null 2>&1 || true
    # libvirt itself may be gone, and its guests not
    pid=$(pgrep -f -- "^[^ ]*qemu-system.* -uuid $uuid " || true)
    [[ -z $pid ]] || stop_process "the VM $uuid" "$pid" 10
  done <"$run_dir/vms"
  rm -f "$run_dir/vms"
}
