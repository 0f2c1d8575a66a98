#!/usr/bin/env bash
# Measures eqa.variants and eqa.quantitative:
#   Benchmarks/eqa.sh         builds release, makes the data once, measures, keeps the raw rows in Benchmarks/Results/
#   Benchmarks/eqa.sh BIN     measures the pcmflow that stands in BIN already
# Cases: `repeats` (30,000 changes in repeats over 30 Mb, each side written in its own way) beside `bcftools isec`, which
# compares as written, and beside a plain comparison in Python (Benchmarks/Equality/reference.py);
# `round` (100 laboratories against that truth); `genome` (two sides of 4,000,000 variants); `scores` (1,000 laboratories
# x 50 measurands). ROUNDS=5 is how often everything is measured after one warm-up; CASES picks some; DATA=folder keeps
# the data elsewhere (about 1.5 GB).
set -euo pipefail
programs="${1:+$(realpath "$1")}"
data="$(realpath -m "${DATA:-$(dirname "${BASH_SOURCE[0]}")/../.build/eqa-benchmark}")"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C
. Benchmarks/common.sh

rounds="${ROUNDS:-5}"
cases=" ${CASES:-repeats round genome scores} "
jobs=2
mkdir -p "$data"
need_peers bcftools bgzip tabix python3
need_programs pcmflow

bcftools_version="$(bcftools --version | sed -n '1s/bcftools //p')"

# The data of a case: name, arguments of the generator.
make_case() {
  rm -rf "${data:?}/$1"
  python3 Benchmarks/Equality/generate.py "$data/$1" "${@:2}"
  mkdir -p "$data/$1/calls"
  cp "$data/$1/query.vcf" "$data/$1/calls/LAB001.vcf"
}

make_round() {
  mkdir -p "$data/round/calls"
  cp "$data/repeats/truth.vcf" "$data/repeats/reference.fa" "$data/round/"
  for number in $(seq -f %03g 1 100); do cp "$data/repeats/query.vcf" "$data/round/calls/LAB$number.vcf"; done
}

make_scores() {
  python3 - >"$data/scores.csv" <<'END'
import random
random.seed(3)
print("laboratory,measurand,value")
for measurand in range(50):
    for laboratory in range(1000):
        print(f"LAB{laboratory:04},M{measurand:02},{random.gauss(10 + measurand, 1):.3f}")
END
}

# round, case
compare() {
  rm -rf "$data/own"
  measure pcmflow "$own_version" "$1" "$2" "$pcmflow" run Benchmarks/Definitions/equality.json \
    --work "$data/own/work" --out "$data/own/results" --jobs "$jobs" --set "folder=$data/$2"
}

case "$cases" in *" repeats "* | *" round "*) make_once repeats make_case repeats 30000 30 ;; esac
case "$cases" in *" genome "*) make_once genome make_case genome 4000000 480 ;; esac
case "$cases" in *" round "*) make_once round make_round ;; esac
case "$cases" in *" scores "*) make_once scores.csv make_scores ;; esac
if [ ! -e "$data/repeats/query.vcf.gz" ] && [ -d "$data/repeats" ]; then
  for side in truth query; do
    bgzip -kf "$data/repeats/$side.vcf"
    tabix -f "$data/repeats/$side.vcf.gz"
  done
fi

begin_rows eqa
for round in $(seq 0 "$rounds"); do
  echo "round $round of $rounds"
  for case in repeats round genome; do
    case "$cases" in *" $case "*) compare "$round" "$case" ;; esac
  done
  case "$cases" in *" repeats "*)
    measure bcftools "$bcftools_version" "$round" repeats bcftools isec -p "$data/isec" \
      "$data/repeats/truth.vcf.gz" "$data/repeats/query.vcf.gz"
    measure python "$(python3 -V | cut -d' ' -f2)" "$round" repeats \
      python3 Benchmarks/Equality/reference.py \
      "$data/repeats/reference.fa" "$data/repeats/truth.vcf" "$data/repeats/query.vcf" ;;
  esac
  case "$cases" in *" scores "*)
    rm -rf "$data/own"
    measure pcmflow "$own_version" "$round" scores "$pcmflow" run Benchmarks/Definitions/scores.json \
      --work "$data/own/work" --out "$data/own/results" --jobs "$jobs" --set "results=$data/scores.csv" ;;
  esac
done

python3 Benchmarks/summary.py "$rows"
