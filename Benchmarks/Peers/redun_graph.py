"""Runs a graph with redun: `redun_graph.py GRAPH FOLDER process|nothing JOBS`; its ledger is SQLite in FOLDER."""

import json
import os
import subprocess
import sys
import time

from redun import Scheduler, task
from redun.config import Config

GRAPH, FOLDER, WORK, JOBS = sys.argv[1:5]
# A call waits for others by having them as arguments, and prints them when it is shown: a chain is as deep as it is long.
sys.setrecursionlimit(100_000)
redun_namespace = "benchmark"


@task()
def node(number, needed):
    if WORK == "process":
        subprocess.run(["/bin/true"], check=True)
    return number


@task()
def gather(results):
    return len(results)


def main():
    os.makedirs(FOLDER, exist_ok=True)
    with open(GRAPH) as file:
        waits_for = json.load(file)
    scheduler = Scheduler(
        config=Config({
            "backend": {"db_uri": f"sqlite:///{FOLDER}/redun.db"},
            "executors.default": {"type": "local", "max_workers": JOBS},
        }))
    scheduler.load()
    start = time.perf_counter()
    nodes = []
    for number, needed in enumerate(waits_for):
        nodes.append(node(number, [nodes[other] for other in needed]))
    done = scheduler.run(gather(nodes))
    print(f"runSeconds {time.perf_counter() - start:.4f}")
    if done != len(waits_for):
        sys.exit(f"redun ran {done} of {len(waits_for)} tasks")


main()
