#!/usr/bin/env bash
# Builds the tests of the byte, VCF and score modules with a sanitizer and runs them:
#   Tests/sanitize.sh [address|thread]...     both without an argument
# The builds are optimised, as a debug build takes a quarter of an hour; checks of bounds and overflow stay.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

[ $# -gt 0 ] || set -- address thread
# A sanitizer's own memory is no measure, and code runs many times slower.
export PCMFLOW_FUZZ_MEMORY=0 PCMFLOW_FUZZ_SECONDS=300
# Foundation leaks a few bytes with every process that a test starts.
export ASAN_OPTIONS="abort_on_error=1:detect_leaks=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
export TSAN_OPTIONS="halt_on_error=1${TSAN_OPTIONS:+:$TSAN_OPTIONS}"

for sanitizer in "$@"; do
  build=(-c release --sanitize="$sanitizer" --scratch-path ".build/${sanitizer:0:1}san")
  echo "== $sanitizer: building"
  swift build --build-tests --quiet "${build[@]}"
  for module in ByteIOTests VCFTests PolygenicScoreTests FuzzTests; do
    echo "== $sanitizer: $module"
    # Some kernels place memory where a sanitizer wants its own, unless addresses are not random.
    setarch -R swift test --skip-build --disable-xctest "${build[@]}" --filter "^$module\\."
  done
done
