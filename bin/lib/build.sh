# shellcheck shell=bash
# Builds the portal and its server into target/, when something has changed since. Keeps Maven's output in $home/build.log

build_is_needed() {
  [[ ! -e target/porthole.war || ! -e target/server/bin/standalone.sh || ! -e target/demo.built ]] ||
    [[ -n $(find src/main webapp db wildfly-config pom.xml package.json package-lock.json bin/lib/bundle-novnc.mjs -newer target/demo.built -print -quit) ]]
}

build() {
  if ! build_is_needed; then
    say "    nothing has changed"
    return
  fi
  maven_is_shown=false
  mkdir -p target
  touch target/demo.build-begun
  if ! maven "$home/build.log" -ntp package -DskipTests; then
    grep -E '^\[ERROR\]|BUILD' "$home/build.log" | head -n 40 >&2 || tail -n 40 "$home/build.log" >&2
    die "The build failed; the whole log is $home/build.log"
  fi
  mv target/demo.build-begun target/demo.built
}
