#!/usr/bin/env bash
# Counts the instructions of each kernel of the VCF core with valgrind's callgrind:
#   Benchmarks/kernels.sh        builds release, counts, prints a table, keeps the raw rows in Benchmarks/Results/
#   Benchmarks/kernels.sh BIN    takes the CohortBenchmark that stands in BIN already
# KERNELS="dosages inflate" counts these only. valgrind comes from Benchmarks/Peers/install.sh.
#
# A kernel is run once and then REPEATS more times in another process; the difference of the two counts is what the
# kernel costs, without start, making of data, or end. The data are the same every time.
set -euo pipefail
programs="${1:+$(realpath "$1")}"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C
. Benchmarks/common.sh

repeats="${REPEATS:-4}"
# valgrind counts each byte of a `rep movsb` as an instruction; glibc copies with vectors instead when told so.
export GLIBC_TUNABLES=glibc.cpu.x86_rep_movsb_threshold=1073741824:glibc.cpu.x86_rep_stosb_threshold=1073741824
need_peers valgrind strip
need_programs CohortBenchmark
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
# valgrind gives up on debug information of this compiler.
program="$scratch/CohortBenchmark"
strip --strip-debug -o "$program" "$programs/CohortBenchmark"

processor="$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
begin_rows kernels "$processor, Linux $(uname -r), $(valgrind --version), Swift $(swift_version)"

# Instructions of a process that runs a kernel: name, how often.
instructions() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" kernels --kernel "$1" --repeats "$2" \
    >"$scratch/output" 2>"$scratch/log" || { cat "$scratch/output" "$scratch/log" >&2; exit 1; }
  sed -n 's/.*Collected : //p' "$scratch/log"
}

"$program" kernels >"$scratch/names"
while read -r name unit; do
  if [ -n "${KERNELS:-}" ] && [[ " $KERNELS " != *" $name "* ]]; then continue; fi
  once="$(instructions "$name" 1)"
  often="$(instructions "$name" $((repeats + 1)))"
  units="$(sed -n 's/^units  //p' "$scratch/output")"
  each="$(awk "BEGIN { printf \"%.4f\", ($often - $once) / ($repeats * $units) }")"
  keep pcmflow "$own_version" 1 "$name" "instructionsPer${unit^}" "$each"
  # By the clock, without valgrind.
  "$program" kernels --kernel "$name" --repeats 200 >"$scratch/output"
  keep pcmflow "$own_version" 1 "$name" "nanosecondsPer${unit^}" "$(sed -n 's/^nanosecondsPerUnit  //p' "$scratch/output")"
  echo "$name: $each instructions a $unit"
done <"$scratch/names"
python3 Benchmarks/summary.py "$rows"
echo "raw rows: $rows"
