#!/usr/bin/env bash
# Measures the whole catalogue of indicators (U1 to U14) counted from a million people and ten million events, beside
# DuckDB counting the same, then a night in which one hospital of a hundred changed, then a night without news:
#   Benchmarks/indicators.sh                    builds release, makes the data once, measures, keeps the raw rows
#   Benchmarks/indicators.sh BIN                measures the pcmflow that stands in BIN already
#   Benchmarks/indicators.sh BIN PEOPLE EVENTS  with other sizes
# The run ends where counts differ from DuckDB's, or the changed night's result from that of counting everything anew.
# ROUNDS=3 is how often everything is measured after one warm-up; DATA=folder keeps the data elsewhere (about 2.5 GB with
# what is written). DuckDB comes from PyPI into .build/indicators-peer; DUCKDB_VERSION chooses its version.
set -euo pipefail
programs="${1:+$(realpath "$1")}"
people="${2:-1000000}" events="${3:-10000000}"
data="$(realpath -m "${DATA:-$(dirname "${BASH_SOURCE[0]}")/../.build/indicators-benchmark}")"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C
. Benchmarks/common.sh

rounds="${ROUNDS:-3}"
jobs=2
inbox="$data/inbox-$people-$events"
mkdir -p "$data"
venv="$PWD/.build/indicators-peer"
need_duckdb "$venv"
need_programs pcmflow

duckdb_version="$("$venv/bin/python" -B Benchmarks/Indicators/duckdb_catalogue.py)"

if [ ! -e "$inbox.complete" ]; then
  rm -rf "$inbox" "$inbox-changed"
  python3 -B Benchmarks/Indicators/generate.py "$inbox" "$people" "$events" 100
  # The changed files stand beside: a night takes them in for those of the night before.
  python3 -B Benchmarks/Indicators/generate.py "$inbox-changed" "$people" "$events" 100 --changed
  touch "$inbox.complete"
fi

# round, case, work folder: a night over the files that lie in tonight's folder.
night() {
  measure pcmflow "$own_version" "$1" "$2" "$pcmflow" run Benchmarks/Definitions/indicators.json \
    --work "$3/work" --out "$3/out" --jobs "$jobs" --set "inbox=$data/tonight"
}

# round
peer() {
  measure duckdb "$duckdb_version" "$1" whole \
    "$venv/bin/python" -B Benchmarks/Indicators/duckdb_catalogue.py "$data/tonight" "$data/duckdb.csv" "$jobs"
}

# Lays out tonight's files, as second names of those that do not change.
deliver() {
  rm -rf "$data/tonight"
  cp -al "$inbox" "$data/tonight"
}

deliver_changed() {
  for file in "$inbox-changed"/*-000.csv; do
    rm "$data/tonight/${file##*/}"
    cp "$file" "$data/tonight/"
  done
}

echo "pcmflow $own_version, DuckDB $duckdb_version, $people people, $events events"
begin_rows indicators
for ((round = 0; round <= rounds; round++)); do
  rm -rf "$data/own" "$data/anew"
  deliver
  if ((round % 2)); then peer "$round"; fi
  night "$round" whole "$data/own"
  if ((round % 2 == 0)); then peer "$round"; fi
  python3 -B Benchmarks/Indicators/compare.py "$data/own/out/latest/indicators.csv" "$data/duckdb.csv"
  deliver_changed
  night "$round" changed "$data/own"
  if [ "$round" -le 1 ]; then
    night 0 anew "$data/anew"
    cmp "$data/own/out/latest/indicators.csv" "$data/anew/out/latest/indicators.csv"
    echo "the changed night has the bytes of counting everything anew"
  fi
  night "$round" unchanged "$data/own"
done
python3 Benchmarks/summary.py "$rows"
