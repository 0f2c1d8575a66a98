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

rounds="${ROUNDS:-5}"
jobs=2
scratch="$data/scratch"
mkdir -p "$scratch" Benchmarks/Results

venv="$PWD/.build/fhir-peer"
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check "duckdb${DUCKDB_VERSION:+==$DUCKDB_VERSION}" >&2
if [ -z "$programs" ]; then
  swift build -c release --product pcmflow
  programs="$(swift build -c release --show-bin-path)"
fi
pcmflow="$programs/pcmflow"

own_version="$(git describe --always --dirty 2>/dev/null || echo unknown)"
duckdb_version="$("$venv/bin/python" Benchmarks/FHIR/duckdb_view.py)"
processor="$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
memory="$(awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)"
disk="$(df --output=fstype "$scratch" | tail -1)"
machine="$processor, $(nproc) cores, $memory, Linux $(uname -r), $disk"
started="$(date -u +%Y-%m-%dT%H:%M:%SZ)"
rows="${ROWS:-Benchmarks/Results/${started%%T*}-fhir.csv}"

# Makes observations unless they are there: name, count, seed.
observations() {
  [ -e "$data/$1.complete" ] && return 0
  python3 Benchmarks/FHIR/generate.py "$2" "$data/$1" "$3"
  touch "$data/$1.complete"
}

observations observations-200k.ndjson 200000 1
observations observations-2m.ndjson 2000000 2

# Runs a whole process and keeps what it took: program, version, round, case, command. Round 0 warms up and is not kept.
measure() {
  local who="$1" version="$2" round="$3" name="$4"
  shift 4
  python3 Benchmarks/measure.py "$scratch/log" "$@" >"$scratch/figures"
  [ "$round" -eq 0 ] && return 0
  while read -r figure value; do
    printf '%s,"%s",%s,%s,%s,%s,%s,%s\n' "$started" "$machine" "$who" "$version" "$round" "$name" "$figure" "$value" \
      >>"$rows"
  done <"$scratch/figures"
}

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
rm -f "$rows"
echo "started,machine,program,version,round,case,figure,value" >"$rows"
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
