#!/usr/bin/env bash
# Measures variants.normalise beside `bcftools norm -m-any -f`, in the same run, and compares what both wrote:
#   Benchmarks/normalise.sh         builds release, makes the data once, measures, keeps the raw rows in Benchmarks/Results/
#   Benchmarks/normalise.sh BIN     measures the pcmflow that stands in BIN already
# ROUNDS=5 is how often everything is measured after one warm-up; DATA=folder keeps the data elsewhere (about 700 MB).
set -euo pipefail
programs="${1:+$(realpath "$1")}"
data="$(realpath -m "${DATA:-$(dirname "${BASH_SOURCE[0]}")/../.build/normalise-benchmark}")"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C
. Benchmarks/common.sh

rounds="${ROUNDS:-5}"
jobs=2
mkdir -p "$data"
need_peers bcftools python3
need_programs pcmflow

bcftools_version="$(bcftools --version | sed -n '1s/bcftools //p')"

# name, arguments of the generator
records() { make_once "$1" python3 Benchmarks/Normalise/generate.py "${@:2}" "$data/$1.fa" "$data/$1.vcf"; }
records cohort 40000 100 1
records sites 1000000 0 2

# round, case, data, compression
own() {
  rm -rf "$data/own"
  measure pcmflow "$own_version" "$1" "$2" "$pcmflow" run Benchmarks/Definitions/normalise.json \
    --work "$data/own/work" --out "$data/own/results" --jobs "$jobs" --set "cohort=$data/$3.vcf" \
    --set "reference=$data/$3.fa" --set "compression=$4"
}

# round, case, data, type
peer() {
  rm -f "$data/peer"
  measure bcftools "$bcftools_version" "$1" "$2" bcftools norm --no-version --threads "$jobs" -m-any \
    -f "$data/$3.fa" "-O$4" -o "$data/peer" "$data/$3.vcf"
}

begin_rows normalise
for round in $(seq 0 "$rounds"); do
  echo "round $round of $rounds"
  for name in cohort sites; do
    own "$round" "$name-plain" "$name" none
    peer "$round" "$name-plain" "$name" v
    cmp <(grep -v '^#' "$data/own/results/latest/normalised.vcf") <(grep -v '^#' "$data/peer")
    peer "$round" "$name-bgzf" "$name" z
    own "$round" "$name-bgzf" "$name" bgzf
  done
done

python3 Benchmarks/summary.py "$rows"
