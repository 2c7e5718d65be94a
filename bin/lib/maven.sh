# shellcheck shell=bash
# Runs Maven so that it can be interrupted, and once more when only an artifact could not be had.

export MAVEN_OPTS=${MAVEN_OPTS:--Xmx1g}

maven_is_shown=true

# maven LOG ARGUMENTS...: keeps Maven's output in LOG, and shows it too if maven_is_shown
maven() {
  local log=$1
  shift
  maven_once "$log" "$@" && return
  misses_an_artifact "$log" || return 1
  say "An artifact could not be had; the repositories are asked once more (mvn -U)."
  maven_once "$log" -U "$@"
}

maven_once() {
  local status=0
  # shellcheck disable=SC2016  # expanded by the inner shell
  spawn maven bash -c 'set -o pipefail
    shown=$1 log=$2
    shift 2
    if $shown; then mvn -B "$@" 2>&1 | tee "$log"; else mvn -B "$@" >"$log" 2>&1; fi' maven "$maven_is_shown" "$@"
  wait $! || status=$?
  forget maven
  give_build_to_the_owner
  return $status
}

# A build of root in the checkout of somebody else must not stand in that person's way.
give_build_to_the_owner() {
  local folder
  for folder in target node_modules; do
    [[ ! -e $root/$folder || -O $root ]] || chown -R --reference="$root" "$root/$folder"
  done
}

misses_an_artifact() {
  grep -qE 'Could not (find|transfer) artifact|could not be resolved|was not found in .* during a previous attempt|Failed to resolve' "$1"
}
