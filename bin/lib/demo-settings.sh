# shellcheck shell=bash
# Which address the portal listens on, and which settings files it reads. Sets
#   bind_address   the IPv4 address
#   local_address  where this machine itself reaches the portal
#   config_path    the settings files, in the form of porthole.config
#   portal_url     what people type

choose_bind_address() {
  local wanted=${PORTHOLE_BIND:-127.0.0.1}
  bind_address=$(getent ahostsv4 "$wanted" | awk 'NR == 1 { print $1 }') || true
  [[ -n $bind_address ]] || die "PORTHOLE_BIND=$wanted is no IPv4 address and no name that leads to one."
  case $bind_address in
    0.0.0.0) local_address=127.0.0.1 ;;
    127.*) local_address=$bind_address ;;
    *)
      local_addresses | grep -qxF "$bind_address" || die "PORTHOLE_BIND=$wanted ($bind_address) is no address of this machine."
      local_address=$bind_address
      ;;
  esac
}

local_addresses() {
  ip -o -4 address show "$@" | awk '{ sub("/.*", "", $4); print $4 }'
}

# The user's own settings come last and win. A file that is not there would leave its settings out without a word.
check_user_settings() {
  local file files
  user_settings=()
  IFS=: read -ra files <<<"${PORTHOLE_CONFIG:-}"
  for file in "${files[@]}"; do
    [[ -n $file ]] || continue
    [[ -f $file && -r $file ]] || die "PORTHOLE_CONFIG: the settings file $file does not exist, or cannot be read."
    user_settings+=("$(realpath -- "$file")")
  done
}

choose_settings_files() {
  local files=("$root/src/demo/demo.properties")
  portal_url=http://127.0.0.1:8080
  if $with_vms; then
    files+=("$root/src/demo/demo-vms.properties")
  fi
  if [[ $bind_address != 127.0.0.1 ]]; then
    write_public_names >"$home/public-names.properties"
    files+=("$home/public-names.properties")
  fi
  files+=("${user_settings[@]}")
  config_path=$(IFS=: && printf '%s' "${files[*]}")
}

# The names that browsers will use, when the portal listens elsewhere than demo.properties says.
write_public_names() {
  local hosts host origins=()
  mapfile -t hosts < <(public_hosts)
  portal_url=http://${hosts[0]}:8080
  for host in "${hosts[@]}"; do
    origins+=("http://$host:8080" "http://$host:6080")
  done
  say "# written by bin/demo for PORTHOLE_BIND=$PORTHOLE_BIND"
  say "portal_base_url=http://${hosts[0]}:8080"
  say "novncproxy_base_url=http://${hosts[0]}:6080/vnc_auto.html"
  say "allowed_origins=$(IFS=, && printf '%s' "${origins[*]}")"
}

# the one to tell people first
public_hosts() {
  if [[ $bind_address == 0.0.0.0 ]]; then
    { local_addresses scope global; hostname; local_addresses; say localhost; } | awk '!seen[$0]++'
  else
    printf '%s\n' "$PORTHOLE_BIND" "$bind_address" | awk '!seen[$0]++'
  fi
}
