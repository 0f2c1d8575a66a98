#!/usr/bin/env bash
# Measures FHIR resources becoming a table beside DuckDB doing the same, in the same run:
#   Benchmarks/fhir.sh           builds release, makes the data once, measures, keeps the raw rows in Benchmarks/Results/
#   Benchmarks/fhir.sh BIN       measures the pcmflow that stands in BIN already
# ROUNDS=5 is how often everything is measured after one warm-up; DATA=folder keeps the data elsewhere (about 2 GB with
# what is written). DuckDB comes from PyPI into .build/fhir-peer; DUCKDB_VERSION chooses its version.
set -euo pipefail
programs="${1:+$(realpath "$1")}"
data="$(realpath -m "${DATA:-$(dirname "${BASH_SOURCE[0]}")/../.build/fhir-benchmark}")"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C
. Benchmarks/common.sh

rounds="${ROUNDS:-5}"
jobs=2
scratch="$data/scratch"
mkdir -p "$scratch"

venv="$PWD/.build/fhir-peer"
need_duckdb "$venv"
need_programs pcmflow

duckdb_version="$("$venv/bin/python" Benchmarks/FHIR/duckdb_view.py)"

make_once observations-200k.ndjson python3 Benchmarks/FHIR/generate.py 200000 "$data/observations-200k.ndjson" 1
make_once observations-2m.ndjson python3 Benchmarks/FHIR/generate.py 2000000 "$data/observations-2m.ndjson" 2

# round, case: nothing to reuse.
own() {
  rm -rf "$scratch/own"
  measure pcmflow "$own_version" "$1" "$2" "$pcmflow" run Benchmarks/Definitions/observations.json \
    --work "$scratch/own/work" --out "$scratch/own/results" --jobs "$jobs" --set "input=$data/observations-$2.ndjson"
}

# round, case
duckdb() {
  rm -f "$scratch/duckdb.csv"
  measure duckdb "$duckdb_version" "$1" "$2" "$venv/bin/python" Benchmarks/FHIR/duckdb_view.py \
    "$data/observations-$2.ndjson" "$scratch/duckdb.csv" "$jobs"
}

# A different result ends the run.
compare() { python3 Benchmarks/FHIR/compare.py "$scratch/own/results/latest/observations.csv" "$scratch/duckdb.csv"; }

echo "pcmflow $own_version, DuckDB $duckdb_version"
begin_rows fhir
for ((round = 0; round <= rounds; round++)); do
  for name in 200k 2m; do
    # The large case is there for the memory: once is enough.
    [ "$name" = 2m ] && [ "$round" -ne 1 ] && continue
    if [ $((round % 2)) -eq 0 ]; then
      own "$round" "$name"
      duckdb "$round" "$name"
    else
      duckdb "$round" "$name"
      own "$round" "$name"
    fi
    compare
  done
done
python3 Benchmarks/summary.py "$rows"
rm -rf "$scratch"
