#!/usr/bin/env bash
# Runs mutated files through the readers, the index and the scorer, or mutated FHIR through reading and views:
#   Tests/fuzz.sh [resources] [count] [seed] [first]     200,000 inputs of seed 1, from input 0
# An input that breaks a promise is kept in .build/fuzz; 'Tests/fuzz.sh 1 SEED NUMBER' runs it again alone.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [ "${1:-}" = resources ]; then
  export PCMFLOW_FUZZ_SUBJECT=resources
  shift
fi
export PCMFLOW_FUZZ_INPUTS="${1:-200000}"
export PCMFLOW_FUZZ_SEED="${2:-1}"
export PCMFLOW_FUZZ_FIRST="${3:-0}"
export PCMFLOW_FUZZ_FOLDER="$PWD/.build/fuzz"
# The inputs are many small files; they are best kept in memory.
if [ -d /dev/shm ] && [ -w /dev/shm ]; then export TMPDIR=/dev/shm; fi

swift build -c release --build-tests --quiet
swift test -c release --skip-build --filter "^FuzzTests\\.FuzzTests/"
