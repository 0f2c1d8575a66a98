"""Runs a graph with Luigi: `luigi_graph.py GRAPH FOLDER process|nothing JOBS`; one empty file a task is its ledger."""

import json
import os
import subprocess
import sys
import time

import luigi

GRAPH, FOLDER, WORK, JOBS = sys.argv[1:5]
with open(GRAPH) as file:
    WAITS_FOR = json.load(file)


class Node(luigi.Task):
    number = luigi.IntParameter()

    def requires(self):
        return [Node(number=needed) for needed in WAITS_FOR[self.number]]

    def output(self):
        return luigi.LocalTarget(f"{FOLDER}/{self.number}")

    def run(self):
        if WORK == "process":
            subprocess.run(["/bin/true"], check=True)
        with self.output().open("w"):
            pass


def main():
    os.makedirs(FOLDER, exist_ok=True)
    needed = {other for others in WAITS_FOR for other in others}
    ends = [Node(number=number) for number in range(len(WAITS_FOR)) if number not in needed]
    start = time.perf_counter()
    done = luigi.build(ends, workers=int(JOBS), local_scheduler=True, log_level="ERROR")
    print(f"runSeconds {time.perf_counter() - start:.4f}")
    made = len(os.listdir(FOLDER))
    if not done or made != len(WAITS_FOR):
        sys.exit(f"luigi made {made} of {len(WAITS_FOR)} files")


main()
