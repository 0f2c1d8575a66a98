#!/usr/bin/env python3
"""Kills leaders and jobs of runs on a real Slurm cluster, and checks what is left.

Each round runs a pipeline of many shards in a new work folder. Its leader is killed (SIGKILL) at random instants, a
share of its jobs is cancelled or requeued, and it is started again until it ends by itself. Then: the release holds the
bytes of a local run, and no task that was done is ever done again.

  campaign.py PROGRAM FOLDER [--rounds N] [--shards N] [--kills N] [--share S] [--seed N] [--group-size N]

SLURM_CONF says which cluster. FOLDER must not exist.
"""
import argparse, collections, hashlib, json, os, pathlib, random, re, signal, subprocess, sys, time


def definition(group_size):
  slurm = {"poll": "500ms", "settle": "0s", "submitInterval": "50ms", "resubmit": 20}
  if group_size:
    slurm["groupSize"] = group_size
  return json.dumps({
    "pipeline": "campaign", "slurm": slurm,
    "stages": {
      "people": {"use": "table.read", "with": {"files": "people/*.csv", "columns": {
        "id": {"type": "string", "required": True}, "sex": {"type": "string"}, "age": {"type": "integer"}}}},
      "counts": {"use": "table.sql", "from": "people", "with": {
        "query": "SELECT sex, age, count(*) AS people FROM people GROUP BY sex, age ORDER BY sex, age",
        "privacy": "aggregate"}}},
    "publish": {"counts.csv": {"from": "counts", "privacy": "aggregate"},
                "people.csv": {"from": "people", "privacy": "identifiable"}}})


def write_inputs(folder, shards, rows):
  (folder / "people").mkdir(parents=True)
  for shard in range(shards):
    source = random.Random(shard)
    lines = ["id,sex,age"] + [f"{shard}-{row},{source.choice('fm')},{source.randrange(100)}" for row in range(rows)]
    (folder / "people" / f"{shard:06}.csv").write_text("\n".join(lines) + "\n")


def digests(out):
  return {str(path.relative_to(out / "latest")): hashlib.sha256(path.read_bytes()).hexdigest()
          for path in sorted((out / "latest").rglob("*")) if path.is_file()}


def queue(work):
  """The jobs of a work folder: a cluster has others, such as those of tests that run at the same time."""
  lines = subprocess.run(["squeue", "--me", "--array", "--noheader", "--format=%F_%K %o"], capture_output=True, text=True)
  return [line.split()[0] for line in lines.stdout.splitlines() if f"{work}/" in line]


def disturb(work, options, source, totals):
  """Cancels or requeues a share of the jobs of a work folder."""
  jobs = queue(work)
  some = source.sample(jobs, min(len(jobs), max(1, round(len(jobs) * options.share)))) if jobs else []
  for job in some:
    if source.random() < 0.8:
      subprocess.run(["scancel", job], capture_output=True)
      totals["jobs cancelled"] += 1
    elif subprocess.run(["scontrol", "requeue", job], capture_output=True).returncode == 0:
      # Slurm lets a requeued job wait for two minutes, so that a broken node is noticed first.
      subprocess.run(["scontrol", "update", f"JobId={job}", "StartTime=now"], capture_output=True)
      totals["jobs requeued"] += 1


def round_of(options, folder, number, source, totals):
  work, out = folder / f"work-{number}", folder / f"out-{number}"
  command = [options.program, "run", str(folder / "campaign.json"), "--work", str(work), "--out", str(out),
             "--executor", "slurm"]
  kills = 0
  while True:
    with open(folder / f"leader-{number}.log", "ab") as log:
      leader = subprocess.Popen(command, stdout=log, stderr=log)
    if kills < options.kills:
      time.sleep(source.uniform(0.05, options.longest))
      if source.random() < 0.7:
        disturb(work, options, source, totals)
      if leader.poll() is None:
        leader.send_signal(signal.SIGKILL)
        totals["leaders killed"] += 1
      kills += 1
      if leader.wait() == 0:
        break
      continue
    time.sleep(source.uniform(0.2, 1))
    disturb(work, options, source, totals)
    code = leader.wait()
    if code == 0:
      break
    return [f"the last leader ended with code {code}"], work, out
  return check(work), work, out


def check(work):
  """What is wrong with what the workers have logged: a task done twice."""
  done = collections.Counter()
  jobs = 0
  for log in work.glob("runs/*/slurm/*.log"):
    jobs += 1
    for task in re.findall(r"task (\d+) is done$", log.read_text(errors="replace"), re.M):
      done[task] += 1
  return [f"task {task} was done {count} times" for task, count in done.items() if count > 1]


def main():
  parser = argparse.ArgumentParser()
  parser.add_argument("program")
  parser.add_argument("folder", type=pathlib.Path)
  parser.add_argument("--rounds", type=int, default=3)
  parser.add_argument("--shards", type=int, default=60)
  parser.add_argument("--rows", type=int, default=2000)
  parser.add_argument("--kills", type=int, default=5)
  parser.add_argument("--share", type=float, default=0.1)
  parser.add_argument("--longest", type=float, default=2.5)
  parser.add_argument("--group-size", type=int, default=5)
  parser.add_argument("--seed", type=int, default=1)
  options = parser.parse_args()
  folder = options.folder.absolute()
  folder.mkdir(parents=True)
  source = random.Random(options.seed)
  (folder / "campaign.json").write_text(definition(options.group_size))
  write_inputs(folder, options.shards, options.rows)
  start = time.time()
  subprocess.run([options.program, "run", str(folder / "campaign.json"), "--work", str(folder / "work"), "--out",
                  str(folder / "out")], check=True, capture_output=True)
  print(f"local: {options.shards} shards in {time.time() - start:.1f} s", flush=True)
  wanted = digests(folder / "out")
  totals = collections.Counter()
  faults = []
  for number in range(options.rounds):
    start = time.time()
    found, work, out = round_of(options, folder, number, source, totals)
    if not found and digests(out) != wanted:
      found = ["the release differs from the local one"]
    left = [name for name in (work / "slurm").iterdir() if name.is_dir()] if (work / "slurm").exists() else []
    if not found and left:
      found = ["folders of arrays are left"]
    faults += [f"round {number}: {fault}" for fault in found]
    print(f"round {number}: {'as it should be' if not found else '; '.join(found[:3])}, {time.time() - start:.1f} s",
          flush=True)
    if not found:
      subprocess.run(["rm", "-r", str(work), str(out)])
  totals["rounds"] = options.rounds
  print(", ".join(f"{count} {name}" for name, count in sorted(totals.items())) + f", {len(faults)} faults")
  sys.exit(1 if faults else 0)


main()
