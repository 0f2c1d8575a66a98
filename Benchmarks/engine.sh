#!/usr/bin/env bash
# Measures the engine, and Snakemake on the same graph in the same run:
#   Benchmarks/engine.sh            builds release, measures, prints a table, keeps the raw rows in Benchmarks/Results/
#   Benchmarks/engine.sh PROGRAM    measures an EngineBenchmark that is built already
# Needs python3 with venv; Snakemake is installed from PyPI into Benchmarks/.venv the first time.
# SNAKEMAKE_VERSION=9.27.1 installs that version; ROUNDS=5 is how often everything is measured after one warm-up.
set -euo pipefail
program="${1:+$(realpath "$1")}"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C

rounds="${ROUNDS:-5}"
jobs=2
peer_tasks=200
folder="$PWD/.build/engine-benchmark"
venv="$PWD/Benchmarks/.venv"
mkdir -p "$folder" Benchmarks/Results

if [ -z "$program" ]; then
  swift build -c release --product EngineBenchmark
  program="$(swift build -c release --show-bin-path)/EngineBenchmark"
fi

if [ ! -x "$venv/bin/snakemake" ]; then
  python3 -m venv "$venv" || {
    echo "python3 has no venv. Run this and start again: sudo apt-get install python3-venv" >&2
    exit 1
  }
  "$venv/bin/pip" install --quiet "snakemake${SNAKEMAKE_VERSION:+==$SNAKEMAKE_VERSION}"
fi

own_version="$(git describe --always --dirty 2>/dev/null || echo unknown)"
swift_version="$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -1)"
snakemake_version="$("$venv/bin/snakemake" --version)"
python_version="$("$venv/bin/python" -c 'import platform; print(platform.python_version())')"
processor="$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
memory="$(awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)"
disk="$(df --output=fstype "$folder" | tail -1)"
machine="$processor, $(nproc) cores, $memory, Linux $(uname -r), $disk"
started="$(date -u +%Y-%m-%dT%H:%M:%SZ)"
rows="Benchmarks/Results/${started%%T*}-engine.csv"
echo 'started,machine,program,version,round,case,figure,value' >"$rows"

# Appends one figure: program, version, round, case, figure, value. Round 0 is the warm-up and is not kept.
keep() {
  [ "$3" -eq 0 ] && return 0
  printf '%s,"%s",%s,%s,%s,%s,%s,%s\n' "$started" "$machine" "$1" "$2" "$3" "$4" "$5" "$6" >>"$rows"
}

# Runs a command of ours and keeps the figures that it prints.
measure_own() {
  local round="$1" name="$2"
  shift 2
  "$program" "$@" >"$folder/figures" || { cat "$folder/figures"; exit 1; }
  while read -r figure value; do keep pcmflow "$own_version" "$round" "$name" "$figure" "$value"; done <"$folder/figures"
}

# Runs a whole process, with its children, and keeps its wall-clock and CPU time: program, version, round, case, command.
measure_process() {
  local who="$1" version="$2" round="$3" name="$4" wall user system
  shift 4
  local TIMEFORMAT='%R %U %S'
  { time "$@" >"$folder/output" 2>&1; } 2>"$folder/times" || { cat "$folder/output"; exit 1; }
  read -r wall user system <"$folder/times"
  keep "$who" "$version" "$round" "$name" wallSeconds "$wall"
  keep "$who" "$version" "$round" "$name" cpuSeconds "$(awk "BEGIN { print $user + $system }")"
}

snakemake_graph() {
  local scratch="$folder/snakemake"
  rm -rf "$scratch" && mkdir -p "$scratch"
  measure_process snakemake "$snakemake_version" "$1" peer-shell "$venv/bin/snakemake" \
    --snakefile Benchmarks/Peers/Snakefile --directory "$scratch" --cores "$jobs" --quiet all
  local files
  files="$(find "$scratch/out" -name '*.txt' | wc -l)"
  [ "$files" -eq "$peer_tasks" ] || { echo "snakemake made $files files of $peer_tasks" >&2; exit 1; }
  # What Snakemake needs when there is nothing to do: its start, reading the file, looking at the files.
  measure_process snakemake "$snakemake_version" "$1" peer-again "$venv/bin/snakemake" \
    --snakefile Benchmarks/Peers/Snakefile --directory "$scratch" --cores "$jobs" --quiet all
}

own_graph() {
  measure_process pcmflow "$own_version" "$1" peer-shell "$program" tasks --tasks "$peer_tasks" \
    --shape layers --work shell --jobs "$jobs" --folder "$folder"
  measure_process pcmflow "$own_version" "$1" peer-in-process "$program" tasks --tasks "$peer_tasks" \
    --shape layers --work nothing --jobs "$jobs" --folder "$folder"
}

echo "pcmflow $own_version (Swift $swift_version), snakemake $snakemake_version (Python $python_version)"
echo "$machine"
for round in $(seq 0 "$rounds"); do
  # Who goes first changes from round to round.
  if [ $((round % 2)) -eq 0 ]; then own_graph "$round"; snakemake_graph "$round"
  else snakemake_graph "$round"; own_graph "$round"; fi
  for shape in layers chain fan random; do
    measure_own "$round" "tasks-$shape" tasks --tasks 10000 --shape "$shape" --jobs "$jobs" --folder "$folder"
  done
  measure_own "$round" tasks-layers-100000 tasks --tasks 100000 --shape layers --jobs "$jobs" \
    --folder "$folder"
  measure_own "$round" plan plan --tasks 100000
  measure_own "$round" reuse reuse --tasks 100000 --folder "$folder"
  echo "round $round of $rounds done$([ "$round" -eq 0 ] && echo ' (warm-up, not kept)' || true)"
done
rm -rf "$folder"
python3 Benchmarks/summary.py "$rows"
echo "raw rows: $rows"
