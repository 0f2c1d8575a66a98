#!/usr/bin/env bash
# The two commands of the project:
#   ./run.sh        builds the program and runs the nightly job on the samples
#   ./run.sh test   runs every test, debug and release, with the style checks
# Both can be run again at once; when nothing has changed they take seconds
# ('./run.sh test --again' repeats tests that have passed).
# './run.sh build [PRODUCT...]' builds only, and prints the folder in which the programs stand.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

build_packages=(
  zlib1g-dev libdeflate-dev libisal-dev libcurl4-openssl-dev libsqlite3-dev libxml2 coinor-libclp1 pkg-config
)
test_packages=(
  bcftools plink2 tabix python3 python3-jsonschema python3-venv openssl chromium slurm-wlm slurmctld slurmd slurm-client munge
  postgresql postgresql-client
)

# Installs the Debian packages that are missing, or says how.
need() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  local line="apt-get install -y --no-install-recommends ${missing[*]}"
  if ! command -v apt-get >/dev/null; then
    echo "These libraries are missing: ${missing[*]}. Install them with your package manager and run this again." >&2
    exit 1
  elif [ "$(id -u)" -eq 0 ]; then
    echo "installing ${missing[*]}"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive $line -qq; } >/dev/null
  elif sudo -n true 2>/dev/null; then
    echo "installing ${missing[*]}"
    { sudo -n apt-get update -qq && sudo -n DEBIAN_FRONTEND=noninteractive $line -qq; } >/dev/null
  else
    echo "Packages are missing. Run this and start again:" >&2
    echo "  sudo apt-get update && sudo $line" >&2
    exit 1
  fi
}

need_swift() {
  command -v swift >/dev/null && return 0
  echo "Swift 6.2 or newer is needed: https://www.swift.org/install/linux" >&2
  exit 1
}

# Builds products as they are used, and prints their folder. Swift's libraries go into each program, which then starts
# faster and runs on machines without Swift (docs/decisions/0067); other flags want a folder of their own, or every
# change between the two would build everything anew.
build_programs() {
  need "${build_packages[@]}" >&2
  local options=(-c release --static-swift-stdlib --scratch-path .build/program) product
  # Bash goes on after an error within $(…) unless told otherwise.
  for product in "$@"; do swift build "${options[@]}" --product "$product" >&2 || return; done
  swift build "${options[@]}" --show-bin-path
}

run_nightly() {
  local folder
  folder="$(build_programs pcmflow)"
  "$folder/pcmflow" run pipelines/nightly-registry.json
  echo "program: $folder/pcmflow"
}

# Runs the tests that are built; what failed is said once more at the end, where it is found among thousands of lines.
test_built() {
  local log=.build/tests.log
  swift test --skip-build "$@" 2>&1 | tee "$log" && return
  echo "== what failed, of 'swift test --skip-build $*' ($log)"
  grep -a -A 8 -E 'recorded an issue|^error: |Fatal error|unexpected signal' "$log" | grep -a -v '^◇\|^✔' | cut -c 1-1000 | head -n 100
  return 1
}

# A digest of every file of the project, of the shared test files' presence, and of the compiler.
tree_digest() {
  {
    git ls-files -co --exclude-standard -z | sort -z | xargs -0 sha256sum 2>/dev/null
    swift --version 2>/dev/null
    ls ../shared/data 2>/dev/null || true
  } | sha256sum
}

run_tests() {
  need "${build_packages[@]}" "${test_packages[@]}"
  local stamp=.build/tests-passed before
  before="$(tree_digest)"
  if [ "${1:-}" != "--again" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$before" ]; then
    echo "All tests passed on exactly these files before; './run.sh test --again' runs them anyway."
    return 0
  fi
  Tests/Validators/install.sh
  echo "== style"
  swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks
  echo "== tests, debug"
  swift build --build-tests
  test_built
  echo "== tests, release"
  swift build -c release --build-tests
  test_built -c release
  echo "$before" >"$stamp"
}

need_swift
case "${1:-nightly}" in
  nightly) run_nightly ;;
  test) run_tests "${2:-}" ;;
  build) build_programs "${@:2}" ;;
  *)
    echo "usage: ./run.sh [test [--again] | build PRODUCT...]" >&2
    exit 2
    ;;
esac
