#!/usr/bin/env bash
# Shows on a release build that a run survives what machines do to it:
#   Tests/campaigns.sh kills [1000]      kills at random instants, the clock's or those of calls that change files
#   Tests/campaigns.sh faults [1]        every call that changes files fails once; with a number, every so manieth
#   Tests/campaigns.sh powercut [300]    power cuts: what was not synced may be gone, in part or as a whole
#   Tests/campaigns.sh locks [50]        rounds of 200 starts at one instant on one work folder
#   Tests/campaigns.sh all               all four, as above
# The definitions are those of Tests/Campaigns/definitions.txt; --definition FILE takes another one instead, --seed N
# repeats a campaign, and what stands behind -- goes to every `pcmflow run`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder="$(./run.sh build pcmflow FaultyIO)"
# The folders are many small files; they are best kept in memory.
if [ -d /dev/shm ] && [ -w /dev/shm ]; then export TMPDIR=/dev/shm; fi

campaign() {
  local name="$1"
  shift
  python3 -B Tests/Campaigns/campaign.py "$name" --program "$folder/pcmflow" --library "$folder/libFaultyIO.so" "$@"
}

if [ "${1:-all}" = all ]; then
  for name in kills powercut locks faults; do campaign "$name"; done
else
  campaign "$@"
fi
