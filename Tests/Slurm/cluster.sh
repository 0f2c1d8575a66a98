#!/usr/bin/env bash
# A Slurm cluster on this machine for tests: munged, slurmctld and slurmd with a configuration of their own in one
# folder, on ports of their own, so that several can run at once and none touches a cluster that is already here.
#
#   cluster.sh start FOLDER [NODES]   starts it, waits until it takes jobs, prints nothing; SLURM_CONF is FOLDER/slurm.conf
#   cluster.sh stop FOLDER            ends its daemons
#
# A node says that it has 4 cores, whatever the machine has: tests want jobs that overlap, not speed.
# With WATCHED_PROCESS set to a process number the cluster ends by itself once that process is gone.
set -euo pipefail
export PATH="$PATH:/usr/sbin:/sbin"

fail() {
  echo "$*" >&2
  exit 1
}

free_port() {
  python3 "$(dirname "${BASH_SOURCE[0]}")/../TestSupport/Servers/free_port.py"
}

configure() {
  local folder=$1 nodes=$2 host cpus memory
  host=$(hostname -s)
  cpus=4
  memory=$(awk '/MemTotal/ { print int($2 / 1024 * 3 / 4) }' /proc/meminfo)
  mkdir -p "$folder/state" "$folder/spool"
  cat >"$folder/slurm.conf" <<CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$(free_port)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$folder/munge.socket
CredType=cred/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool/%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd-%n.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=1000,bf_interval=1
SlurmdParameters=config_overrides
MaxArraySize=${MAX_ARRAY_SIZE:-1001}
MaxJobCount=${MAX_JOB_COUNT:-20000}
KillWait=5
MinJobAge=${MIN_JOB_AGE:-300}
JobRequeue=1
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
CONF
  local node
  for ((node = 1; node <= nodes; node++)); do
    echo "NodeName=n$node NodeHostname=$host NodeAddr=127.0.0.1 Port=$(free_port) CPUs=$cpus" \
      "RealMemory=$((memory / nodes)) State=UNKNOWN" >>"$folder/slurm.conf"
  done
  echo "PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP" >>"$folder/slurm.conf"
}

# Starts a daemon without the descriptors of whoever called: somebody may wait for their last holder to end.
daemon() (
  for descriptor in /proc/self/fd/*; do
    descriptor=${descriptor##*/}
    [ "$descriptor" -gt 2 ] && eval "exec $descriptor>&-"
  done 2>/dev/null
  exec "$@" </dev/null >>"$daemon_log" 2>&1
)

start() {
  local folder=$1 nodes=${2:-1} name
  for name in munged slurmctld slurmd sbatch; do
    command -v "$name" >/dev/null || fail "$name is not installed"
  done
  mkdir -p "$folder"
  chmod 755 "$folder"
  configure "$folder" "$nodes"
  export SLURM_CONF="$folder/slurm.conf"
  head -c 1024 /dev/urandom >"$folder/munge.key"
  chmod 400 "$folder/munge.key"
  daemon_log="$folder/daemons.log"
  daemon munged --force --key-file="$folder/munge.key" --socket="$folder/munge.socket" \
    --pid-file="$folder/munged.pid" --log-file="$folder/munged.log" --seed-file="$folder/munge.seed" ||
    fail "munged does not start: $(tail -n 3 "$daemon_log")"
  daemon slurmctld -c || fail "slurmctld does not start: $(tail -n 3 "$daemon_log")"
  local node
  for ((node = 1; node <= nodes; node++)); do
    daemon slurmd -N "n$node" || fail "slurmd does not start: $(tail -n 3 "$daemon_log")"
  done
  for ((try = 0; try < 600; try++)); do
    if [ "$(sinfo --noheader --Node --format=%T 2>/dev/null | grep -c '^idle')" -eq "$nodes" ]; then
      watch_for "$folder"
      return 0
    fi
    sleep 0.2
  done
  stop "$folder"
  fail "the nodes do not become idle: $(tail -n 3 "$folder/slurmctld.log")"
}

# Ends the cluster once the watched process is gone.
watch_for() {
  [ -n "${WATCHED_PROCESS:-}" ] || return 0
  local folder=$1 script
  script=$(readlink -f "${BASH_SOURCE[0]}")
  daemon_log=/dev/null
  daemon setsid --fork bash -c "while kill -0 $WATCHED_PROCESS && [ -e '$folder/munged.pid' ]; do sleep 1; done
    '$script' stop '$folder'; rm -rf '$folder'"
}

stop() {
  local folder=$1 file process processes=()
  export SLURM_CONF="$folder/slurm.conf"
  [ -e "$SLURM_CONF" ] || return 0
  scancel --quiet --user="$(id -un)" 2>/dev/null || true
  for file in "$folder"/slurmd-*.pid "$folder/slurmctld.pid" "$folder/munged.pid"; do
    [ -e "$file" ] || continue
    process=$(cat "$file")
    processes+=("$process")
    kill "$process" 2>/dev/null || true
  done
  # Who is told that the cluster has ended may remove its folder.
  for process in "${processes[@]}"; do
    for ((try = 0; try < 50; try++)); do
      kill -0 "$process" 2>/dev/null || break
      sleep 0.1
    done
    kill -KILL "$process" 2>/dev/null || true
  done
}

case "${1:-}" in
  start) start "$(readlink -m "$2")" "${3:-1}" ;;
  stop) stop "$(readlink -m "$2")" ;;
  *) fail "usage: cluster.sh start FOLDER [NODES] | stop FOLDER" ;;
esac
