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

rounds="${ROUNDS:-5}"
cases=" ${CASES:-repeats round genome scores} "
jobs=2
mkdir -p "$data" Benchmarks/Results
for peer in bcftools bgzip tabix python3; do
  command -v "$peer" >/dev/null || { echo "$peer is missing: run Benchmarks/Peers/install.sh" >&2; exit 1; }
done
if [ -z "$programs" ]; then
  swift build -c release --product pcmflow
  programs="$(swift build -c release --show-bin-path)"
fi

own_version="$(git describe --always --dirty 2>/dev/null || echo unknown)"
bcftools_version="$(bcftools --version | sed -n '1s/bcftools //p')"
processor="$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
machine="$processor, $(nproc) cores, Linux $(uname -r), $(df --output=fstype "$data" | tail -1)"
started="$(date -u +%Y-%m-%dT%H:%M:%SZ)"
rows="${ROWS:-Benchmarks/Results/${started%%T*}-eqa.csv}"
[ -f "$rows" ] || echo "started,machine,who,version,round,case,figure,value" >"$rows"

# Makes the data of a case once.
make_once() {
  [ -e "$data/$1.complete" ] && return 0
  rm -rf "${data:?}/$1"
  python3 Benchmarks/Equality/generate.py "$data/$1" "${@:2}"
  mkdir -p "$data/$1/calls"
  cp "$data/$1/query.vcf" "$data/$1/calls/LAB001.vcf"
  touch "$data/$1.complete"
}

make_round() {
  [ -e "$data/round.complete" ] && return 0
  mkdir -p "$data/round/calls"
  cp "$data/repeats/truth.vcf" "$data/repeats/reference.fa" "$data/round/"
  for number in $(seq -f %03g 1 100); do cp "$data/repeats/query.vcf" "$data/round/calls/LAB$number.vcf"; done
  touch "$data/round.complete"
}

make_scores() {
  [ -e "$data/scores.csv" ] && return 0
  python3 - >"$data/scores.csv" <<'END'
import random
random.seed(3)
print("laboratory,measurand,value")
for measurand in range(50):
    for laboratory in range(1000):
        print(f"LAB{laboratory:04},M{measurand:02},{random.gauss(10 + measurand, 1):.3f}")
END
}

# round, case, who, version, command: keeps what a whole process took. Round 0 warms up and is not kept.
measure() {
  python3 Benchmarks/measure.py "$data/log" "${@:5}" >"$data/figures"
  [ "$1" -eq 0 ] && return 0
  while read -r figure value; do
    printf '%s,"%s",%s,%s,%s,%s,%s,%s\n' "$started" "$machine" "$3" "$4" "$1" "$2" "$figure" "$value" >>"$rows"
  done <"$data/figures"
}

# round, case
compare() {
  rm -rf "$data/own"
  measure "$1" "$2" pcmflow "$own_version" "$programs/pcmflow" run Benchmarks/Definitions/equality.json \
    --work "$data/own/work" --out "$data/own/results" --jobs "$jobs" --set "folder=$data/$2"
}

for case in repeats genome; do
  case "$cases" in
  *" $case "* | *" round "*)
    if [ "$case" = repeats ]; then make_once repeats repeats 30000 30; fi ;;
  esac
done
case "$cases" in *" genome "*) make_once genome genome 4000000 480 ;; esac
case "$cases" in *" round "*) make_round ;; esac
case "$cases" in *" scores "*) make_scores ;; esac
if [ ! -e "$data/repeats/query.vcf.gz" ] && [ -d "$data/repeats" ]; then
  for side in truth query; do
    bgzip -kf "$data/repeats/$side.vcf"
    tabix -f "$data/repeats/$side.vcf.gz"
  done
fi

for round in $(seq 0 "$rounds"); do
  echo "round $round of $rounds"
  for case in repeats round genome; do
    case "$cases" in *" $case "*) compare "$round" "$case" ;; esac
  done
  case "$cases" in *" repeats "*)
    measure "$round" repeats bcftools "$bcftools_version" bcftools isec -p "$data/isec" \
      "$data/repeats/truth.vcf.gz" "$data/repeats/query.vcf.gz"
    measure "$round" repeats python "$(python3 -V | cut -d' ' -f2)" \
      python3 Benchmarks/Equality/reference.py \
      "$data/repeats/reference.fa" "$data/repeats/truth.vcf" "$data/repeats/query.vcf" ;;
  esac
  case "$cases" in *" scores "*)
    rm -rf "$data/own"
    measure "$round" scores pcmflow "$own_version" "$programs/pcmflow" run Benchmarks/Definitions/scores.json \
      --work "$data/own/work" --out "$data/own/results" --jobs "$jobs" --set "results=$data/scores.csv" ;;
  esac
done

python3 - "$rows" "$started" <<'END'
import csv, statistics, sys
figures = {}
for row in csv.DictReader(open(sys.argv[1])):
    if row["started"] == sys.argv[2]:
        figures.setdefault((row["case"], row["who"], row["figure"]), []).append(float(row["value"]))
for (case, who, figure), values in sorted(figures.items()):
    if figure != "readMebibytes":
        print(f"{case:8} {who:9} {figure:14} {statistics.median(values):9.3f}  "
              f"({min(values):.3f} to {max(values):.3f})")
END
