"""Runs a graph with HyperQueue: `hyperqueue_graph.py GRAPH FOLDER process JOBS`; a server and a worker in this process."""

import json
import os
import sys
import time

from hyperqueue import Job, LocalCluster
from hyperqueue.cluster import WorkerConfig

GRAPH, FOLDER, WORK, JOBS = sys.argv[1:5]


def main():
    if WORK != "process":
        sys.exit("a task of HyperQueue is a process")
    os.makedirs(FOLDER, exist_ok=True)
    with open(GRAPH) as file:
        waits_for = json.load(file)
    with LocalCluster(FOLDER, WorkerConfig(cores=int(JOBS))) as cluster:
        client = cluster.client()
        start = time.perf_counter()
        job = Job(default_workdir=FOLDER)
        tasks = []
        for needed in waits_for:
            # No files for standard output: nobody else writes them either.
            tasks.append(
                job.program(["/bin/true"], stdout=None, stderr=None,
                            deps=[tasks[other] for other in needed]))
        done = client.wait_for_jobs([client.submit(job)])
        print(f"runSeconds {time.perf_counter() - start:.4f}")
    if not done:
        sys.exit("hyperqueue has not run all tasks")


main()
