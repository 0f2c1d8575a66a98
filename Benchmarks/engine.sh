#!/usr/bin/env bash
# Measures the engine, and Snakemake, Luigi, redun and HyperQueue on the same graphs in the same run:
#   Benchmarks/engine.sh            builds release, measures, prints a table, keeps the raw rows in Benchmarks/Results/
#   Benchmarks/engine.sh PROGRAM    measures an EngineBenchmark that is built already
# Needs python3 with venv; the peers are installed from PyPI into .build/engine-peers (Peers/venv.sh chooses versions).
# ROUNDS=5 is how often everything is measured after one warm-up; PEER_TASKS=200 and SHAPES="layers chain fan random"
# are the graphs of the comparison; TASKS=100000 is the size of our own, ten times that the largest.
# In a few minutes: ROUNDS=1 PEER_TASKS=20 SHAPES=layers TASKS=5000 Benchmarks/engine.sh
set -euo pipefail
program="${1:+$(realpath "$1")}"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C
. Benchmarks/common.sh

rounds="${ROUNDS:-5}"
jobs=2
peer_tasks="${PEER_TASKS:-200}"
read -ra shapes <<<"${SHAPES:-layers chain fan random}"
data="$PWD/.build/engine-benchmark"
tasks="${TASKS:-100000}"
python="$PWD/.build/engine-peers/bin/python"
mkdir -p "$data"

if [ -z "$program" ]; then
  program="$(./run.sh build EngineBenchmark)/EngineBenchmark"
fi

declare -A version
while read -r name number; do version[$name]="$number"; done < <(Benchmarks/Peers/venv.sh)
version[pcmflow]="$own_version"
begin_rows engine

# Runs a command of ours and keeps the figures that it prints: round, case, arguments.
measure_own() {
  local round="$1" name="$2"
  shift 2
  "$program" "$@" >"$data/figures" || { cat "$data/figures"; exit 1; }
  while read -r figure value; do
    [ "$figure" = folder ] || keep pcmflow "${version[pcmflow]}" "$round" "$name" "$figure" "$value"
  done <"$data/figures"
}

# Runs a whole process, start included, and keeps time and memory: program, round, case, command.
measure_process() {
  local who="$1" round="$2" name="$3"
  shift 3
  [ "$round" -eq 0 ] && echo "  $who, $name: $*"
  measure "$who" "${version[$who]}" "$round" "$name" "$@"
}

# A graph in every engine: round, shape.
compare() {
  local round="$1" shape="$2" graph="$data/$2.json" engines who name
  "$program" graph --shape "$shape" --tasks "$peer_tasks" >"$graph"
  # Who goes first changes from round to round.
  engines=(pcmflow snakemake luigi redun hyperqueue)
  engines=("${engines[@]:$((round % 5))}" "${engines[@]:0:$((round % 5))}")
  for who in "${engines[@]}"; do
    rm -rf "${data:?}/peer" && mkdir -p "$data/peer"
    name="process-$shape"
    case "$who" in
      pcmflow)
        measure_process pcmflow "$round" "$name" "$program" tasks --tasks "$peer_tasks" --shape "$shape" \
          --work process --events --jobs "$jobs" --folder "$data"
        measure_process pcmflow "$round" "nothing-$shape" "$program" tasks --tasks "$peer_tasks" --shape "$shape" \
          --work nothing --events --jobs "$jobs" --folder "$data"
        ;;
      snakemake)
        measure_process snakemake "$round" "$name" "$python" -m snakemake --snakefile Benchmarks/Peers/Snakefile \
          --directory "$data/peer" --cores "$jobs" --quiet all --config graph="$graph"
        [ "$shape" != layers ] || measure_process snakemake "$round" again-layers "$python" -m snakemake \
          --snakefile Benchmarks/Peers/Snakefile --directory "$data/peer" --cores "$jobs" --quiet all \
          --config graph="$graph"
        ;;
      hyperqueue)
        measure_process hyperqueue "$round" "$name" "$python" Benchmarks/Peers/hyperqueue_graph.py "$graph" \
          "$data/peer" process "$jobs"
        ;;
      *)
        measure_process "$who" "$round" "$name" "$python" "Benchmarks/Peers/${who}_graph.py" "$graph" \
          "$data/peer" process "$jobs"
        rm -rf "${data:?}/peer" && mkdir -p "$data/peer"
        measure_process "$who" "$round" "nothing-$shape" "$python" "Benchmarks/Peers/${who}_graph.py" "$graph" \
          "$data/peer" nothing "$jobs"
        ;;
    esac
  done
}

own() {
  local round="$1" shape kept
  for shape in layers chain fan random; do
    measure_own "$round" "tasks-$shape" tasks --tasks "$tasks" --shape "$shape" --jobs "$jobs" --folder "$data"
  done
  measure_own "$round" tasks-events tasks --tasks "$tasks" --shape layers --events --jobs "$jobs" --folder "$data"
  measure_own "$round" tasks-million tasks --tasks "${tasks}0" --shape layers --jobs "$jobs" --folder "$data"
  measure_own "$round" process-5000 tasks --tasks 5000 --shape layers --work process --jobs "$jobs" --folder "$data"
  measure_own "$round" plan plan --tasks "$tasks"
  measure_own "$round" plan-million plan --tasks "${tasks}0"
  measure_own "$round" reuse reuse --tasks "$tasks" --keep --folder "$data"
  kept="$(awk '$1 == "folder" { print $2 }' "$data/figures")"
  measure_process pcmflow "$round" nothing-to-do "$program" nothing "$kept" --tasks "$tasks"
  rm -rf "$kept"
}

for name in "${!version[@]}"; do echo "$name ${version[$name]}"; done | sort
echo "swift $(swift_version)"
echo "$machine"
for round in $(seq 0 "$rounds"); do
  for shape in "${shapes[@]}"; do compare "$round" "$shape"; done
  own "$round"
  echo "round $round of $rounds done$([ "$round" -eq 0 ] && echo ' (warm-up, not kept)' || true)"
done
rm -rf "$data"
python3 Benchmarks/summary.py "$rows"
echo "raw rows: $rows"
