#!/usr/bin/env bash
# A Bundle in XML into a table, beside the same resources as NDJSON, in one run:
#   Benchmarks/fhir-xml.sh FOLDER [PROGRAM] [MEBIBYTES] [ROUNDS]
# FOLDER holds resources as NDJSON (such as shared/data/fhir/synthea-onco/ndjson); they are written as one Bundle in XML
# of that size (200) and as one NDJSON file. Each round runs both from nothing with one worker. Prints the wall-clock and
# CPU seconds of whole processes, MB of XML a CPU second, and the memory; fails where the tables differ.
set -euo pipefail
folder="$(realpath "$1")"
program="${2:+$(realpath "$2")}"
size="${3:-200}"
rounds="${4:-3}"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ -z "$program" ]; then
  program="$(./run.sh build pcmflow)/pcmflow"
fi
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
python3 Benchmarks/fhir-xml-input.py "$folder" "$size" "$scratch/bundle.xml" "$scratch/lines.ndjson"
megabytes="$(stat -c %s "$scratch/bundle.xml")"
echo "program: $("$program" --version), XML of $megabytes bytes"
for round in $(seq "$rounds"); do
  for input in bundle.xml lines.ndjson; do
    rm -rf "$scratch/work" "$scratch/$input.out"
    python3 Benchmarks/measure.py "$scratch/log" "$program" run Benchmarks/Definitions/fhir-xml.json --jobs 1 \
      --set "input=$scratch/$input" --work "$scratch/work" --out "$scratch/$input.out" |
      awk -v name="$input" -v round="$round" -v bytes="$megabytes" '
        { figure[$1] = $2 }
        END {
          printf "round %d  %-12s wall %6.2f s  CPU %6.2f s  %6.1f MB of XML a CPU second  %6.1f MiB\n", round, name,
            figure["wallSeconds"], figure["cpuSeconds"], bytes / 1e6 / figure["cpuSeconds"], figure["peakMebibytes"]
        }'
  done
  cmp "$scratch/bundle.xml.out/latest/observations.csv" "$scratch/lines.ndjson.out/latest/observations.csv"
done
