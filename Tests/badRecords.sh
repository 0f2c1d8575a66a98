#!/usr/bin/env bash
# Runs files with bad records of every kind through the program, and again with mended ones:
#   Tests/badRecords.sh [count] [seed]     10,000 bad records for each of VCF, BGZF and NDJSON, seed 20
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export PCMFLOW_BAD_RECORDS="${1:-10000}"
export PCMFLOW_BAD_RECORDS_SEED="${2:-20}"

swift build -c release --build-tests --quiet
swift test -c release --skip-build --filter "^AccountingTests\\.BadRecordTests/"
