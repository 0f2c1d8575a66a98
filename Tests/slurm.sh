#!/usr/bin/env bash
# The long campaign on a real Slurm cluster of two nodes on this machine: leaders killed, jobs cancelled and requeued.
#
#   Tests/slurm.sh [--rounds N] [--kills N] [--shards N] [--seed N]   rounds of kills (40 rounds of 8 kills)
#   Tests/slurm.sh --tasks N                                          one run over N shards, with one leader killed
#
# Needs slurm-wlm and munge; the tests install them (./run.sh test).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

program="$(./run.sh build pcmflow)/pcmflow"
folder=$(mktemp -d "${TMPDIR:-/tmp}/pcmflow-slurm-XXXXXX")
export WATCHED_PROCESS=$$
end() {
  Tests/Slurm/cluster.sh stop "$folder/cluster"
  rm -rf "$folder"
}
trap end EXIT
Tests/Slurm/cluster.sh start "$folder/cluster" 2
export SLURM_CONF="$folder/cluster/slurm.conf"

if [ "${1:-}" = "--tasks" ]; then
  python3 Tests/Slurm/campaign.py "$program" "$folder/campaign" --rounds 1 --shards "$2" --rows 3 --kills 1 \
    --longest 60 --group-size 0
else
  python3 Tests/Slurm/campaign.py "$program" "$folder/campaign" --rounds 40 --shards 80 --kills 8 --group-size 4 \
    --share 0.2 "$@"
fi
