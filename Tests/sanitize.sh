#!/usr/bin/env bash
# Builds the tests of the byte, VCF and score modules with a sanitizer and runs them:
#   Tests/sanitize.sh [address|thread]...     both without an argument
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

[ $# -gt 0 ] || set -- address thread
# A sanitizer's own memory is no measure, and code runs many times slower.
export PCMFLOW_FUZZ_MEMORY=0 PCMFLOW_FUZZ_SECONDS=300
# Glibc's allocator is told to keep memory; a sanitizer replaces the allocator.
export ASAN_OPTIONS="detect_leaks=0:abort_on_error=1${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
export TSAN_OPTIONS="halt_on_error=1${TSAN_OPTIONS:+:$TSAN_OPTIONS}"

for sanitizer in "$@"; do
  build=(--sanitize="$sanitizer" --scratch-path ".build/${sanitizer:0:1}san")
  echo "== $sanitizer: building"
  swift build --build-tests --quiet "${build[@]}"
  for module in ByteIOTests VCFTests PolygenicScoreTests FuzzTests; do
    echo "== $sanitizer: $module"
    swift test --skip-build "${build[@]}" --filter "^$module\\."
  done
done
