"""Measures ctdna.call and ctdna.mrd beside the slow reference; see ctdna.sh."""
import datetime
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile
import time

PROGRAM, REFERENCE = sys.argv[1:3]
sys.dont_write_bytecode = True
sys.path.insert(0, REFERENCE)
import ctdna_reference as reference  # noqa: E402

COLUMNS = {"sample": {"type": "string"}, "chrom": {"type": "string"}, "pos": {"type": "integer"},
           "ref": {"type": "string"}, "alt": {"type": "string"}, "alt_count": {"type": "integer"},
           "ref_count": {"type": "integer"}}
ERROR = 1e-5


def counts(path, samples, sites, fraction):
    dice = random.Random(7)
    rows = []
    with open(path, "w") as file:
        file.write("sample,chrom,pos,ref,alt,alt_count,ref_count\n")
        for sample in range(samples):
            share = ERROR + (fraction if sample % 4 == 0 else 0)
            for site in range(sites):
                total = dice.randint(1500, 6000)
                alt = poisson(dice, total * share)
                rows.append((sample, site, alt, total))
                file.write("S%d,chr1,%d,C,T,%d,%d\n" % (sample, 1000 + 10 * site, alt, total - alt))
    return rows


def poisson(dice, mean):
    unit, count, term = dice.random(), 0, math.exp(-mean)
    total = term
    while unit > total:
        count += 1
        term *= mean / count
        total += term
    return count


def run(folder, name, stages, port, work):
    definition = {"pipeline": "bench", "stages": stages,
                  "publish": {"out.csv": {"from": port, "privacy": "identifiable"}}}
    path = folder / (name + ".json")
    path.write_text(json.dumps(definition))
    started = time.time()
    subprocess.run([PROGRAM, "run", str(path), "--out", str(folder / (name + "-out")), "--work",
                    str(folder / (name + "-work"))], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    whole = time.time() - started
    events = []
    for file in (folder / (name + "-work")).glob("runs/*/events.jsonl"):
        events += [json.loads(line) for line in file.read_text().splitlines()]
    times = {}
    for event in events:
        if event.get("label") == work:
            times[event["event"]] = datetime.datetime.fromisoformat(event["time"].rstrip("Z"))
    stage = None
    if "taskFinished" in times:
        stage = (times["taskFinished"] - min(times.values())).total_seconds()
    return whole, stage


def main():
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        read = lambda name: {"use": "table.read",
                             "with": {"files": str(folder / name), "columns": COLUMNS}}
        rows = counts(folder / "calls.csv", 10_000, 100, 0)
        whole, stage = run(folder, "call", {
            "counts": read("calls.csv"),
            "calls": {"use": "ctdna.call", "from": "counts", "with": {"errorRate": ERROR}},
        }, "calls.calls", "calls")
        part = rows[:2000]
        started = time.time()
        for start in range(0, len(part), 100):
            p = []
            for _, _, alt, total in part[start:start + 100]:
                p.append(reference.tail_binom(alt, total, ERROR))
                reference.vaf_ci(alt, total)
                reference.lod_site(total, ERROR)
            reference.bh(p)
        python = (time.time() - started) * len(rows) / len(part)
        show("calls: 10,000 samples x 100 sites", whole, stage, python)

        rows = counts(folder / "mrd.csv", 100, 10_000, 2e-4)
        with open(folder / "tumour.csv", "w") as file:
            file.write("chrom,pos,ref,alt,vaf\n")
            for site in range(10_000):
                file.write("chr1,%d,C,T,%g\n" % (1000 + 10 * site, .2 + .05 * (site % 10)))
        tumour = {"use": "table.read", "with": {
            "files": str(folder / "tumour.csv"),
            "columns": {**{k: COLUMNS[k] for k in ("chrom", "pos", "ref", "alt")},
                        "vaf": {"type": "number"}}}}
        whole, stage = run(folder, "mrd", {
            "counts": read("mrd.csv"), "tumour": tumour,
            "disease": {"use": "ctdna.mrd", "from": {"counts": "counts", "tumour": "tumour"},
                        "with": {"errorRate": ERROR}},
        }, "disease.mrd", "disease")
        started = time.time()
        for sample in range(2):
            sites = [(alt, total, .2 + .05 * (site % 10), ERROR)
                     for _, site, alt, total in rows[sample * 10_000:(sample + 1) * 10_000]]
            reference.mrd_test(sites)
            reference.lod_multisite([s[1] for s in sites], [s[2] for s in sites],
                                    [s[3] for s in sites])
        python = (time.time() - started) * 50
        # The exact null costs the same for each site; a hundredth of them stands for all.
        seen = sum(site[0] for site in sites)
        started = time.time()
        reference.exact_sum_tail(seen, sites[:100])
        exact = (time.time() - started) * 100 * 100
        show("the same without the exact p-value in the reference", whole, stage, python)
        python += exact
        show("residual disease: 100 samples x 10,000 sites", whole, stage, python)


def show(name, whole, stage, python):
    text = "%s: run %.2f s" % (name, whole)
    if stage:
        text += ", stage %.2f s" % stage
    print("%s, reference %.1f s, ratio %.0f" % (text, python, python / (stage or whole)))


main()
