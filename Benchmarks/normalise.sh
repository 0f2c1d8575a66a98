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

rounds="${ROUNDS:-5}"
jobs=2
mkdir -p "$data" Benchmarks/Results
for peer in bcftools python3; do
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
rows="${ROWS:-Benchmarks/Results/${started%%T*}-normalise.csv}"
[ -f "$rows" ] || echo "started,machine,who,version,round,case,figure,value" >"$rows"

make_once() {
  [ -e "$data/$1.complete" ] && return 0
  python3 Benchmarks/Normalise/generate.py "${@:2}" "$data/$1.fa" "$data/$1.vcf"
  touch "$data/$1.complete"
}
make_once cohort 40000 100 1
make_once sites 1000000 0 2

# round, case, who, version, command: keeps what a whole process took. Round 0 warms up and is not kept.
measure() {
  python3 Benchmarks/measure.py "$data/log" "${@:5}" >"$data/figures"
  [ "$1" -eq 0 ] && return 0
  while read -r figure value; do
    printf '%s,"%s",%s,%s,%s,%s,%s,%s\n' "$started" "$machine" "$3" "$4" "$1" "$2" "$figure" "$value" >>"$rows"
  done <"$data/figures"
}

# round, case, data, compression
own() {
  rm -rf "$data/own"
  measure "$1" "$2" pcmflow "$own_version" "$programs/pcmflow" run Benchmarks/Definitions/normalise.json \
    --work "$data/own/work" --out "$data/own/results" --jobs "$jobs" --set "cohort=$data/$3.vcf" \
    --set "reference=$data/$3.fa" --set "compression=$4"
}

# round, case, data, type
peer() {
  rm -f "$data/peer"
  measure "$1" "$2" bcftools "$bcftools_version" bcftools norm --no-version --threads "$jobs" -m-any \
    -f "$data/$3.fa" "-O$4" -o "$data/peer" "$data/$3.vcf"
}

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

python3 - "$rows" "$started" <<'END'
import csv, statistics, sys
figures = {}
for row in csv.DictReader(open(sys.argv[1])):
    if row["started"] == sys.argv[2]:
        figures.setdefault((row["case"], row["figure"], row["who"]), []).append(float(row["value"]))
for (case, figure, who), values in sorted(figures.items()):
    if who == "pcmflow" and figure != "readMebibytes":
        peer = statistics.median(figures[case, figure, "bcftools"])
        own = statistics.median(values)
        print(f"{case:13} {figure:14} pcmflow {own:8.3f}  bcftools {peer:8.3f}  ratio {peer / own:5.2f}")
END
