#!/usr/bin/env bash
# Indicators over a million people and ten million events, then a night in which one file in a hundred changed:
#   Benchmarks/indicators.sh                         builds release and measures
#   Benchmarks/indicators.sh PROGRAM [PEOPLE EVENTS] takes this program, and other sizes
# Prints wall-clock and CPU seconds, and the most memory held, of both nights and of one without news.
set -euo pipefail
program="${1:+$(realpath "$1")}"
people="${2:-1000000}" events="${3:-10000000}"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ -z "$program" ]; then
  swift build -c release --product pcmflow
  program="$(swift build -c release --show-bin-path)/pcmflow"
fi
folder=.build/indicators-benchmark
rm -rf "$folder"
python3 Benchmarks/Indicators/generate.py "$folder" "$people" "$events" 100
night() {
  echo "$1"
  python3 Benchmarks/measure.py "$folder/log" "$program" run Benchmarks/Definitions/indicators.json \
    --work "$folder/work" --out "$folder/out" --set "inbox=$folder"
}
"$program" --version
night "the first night"
python3 Benchmarks/Indicators/generate.py "$folder" "$people" "$events" 100 --changed
night "one file in a hundred changed"
night "nothing changed"
