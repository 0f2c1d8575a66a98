"""Prints the medians of a file of raw rows, and the ratios to the peer of the same round, as Markdown."""

import csv
import statistics
import sys
from collections import defaultdict


def read(path):
    """The values by (program, case, figure), each a dictionary from round to value."""
    figures = defaultdict(dict)
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        figures[row["program"], row["case"], row["figure"]][row["round"]] = float(row["value"])
    return rows, figures


def median(values, digits):
    return f"{statistics.median(values.values()):,.{digits}f}"


def span(values, digits):
    """The median, with the least and the greatest value."""
    least, most = min(values.values()), max(values.values())
    return f"{median(values, digits)} ({least:,.{digits}f} to {most:,.{digits}f})"


def ratio(peer, own):
    """The median of the ratios of each round, with the least and the greatest."""
    return span({key: peer[key] / own[key] for key in own}, 1)


def main():
    rows, figures = read(sys.argv[1])
    versions = sorted({(row["program"], row["version"]) for row in rows})
    rounds = len({row["round"] for row in rows})
    print(f"\n{rows[0]['started']}, {rows[0]['machine']}; "
          + ", ".join(" ".join(version) for version in versions) + f"; median of {rounds} rounds\n")

    print("| engine alone | tasks/s | wall s | CPU s | transactions |\n|---|---:|---:|---:|---:|")
    for case, words in [
        ("tasks-layers", "10,000 tasks, layers"), ("tasks-chain", "10,000 tasks, chain"),
        ("tasks-fan", "10,000 tasks, fan"), ("tasks-random", "10,000 tasks, random"),
        ("tasks-layers-100000", "100,000 tasks, layers"),
    ]:
        def get(figure):
            return figures["pcmflow", case, figure]
        print(f"| {words} | {span(get('tasksPerSecond'), 0)} | {median(get('wallSeconds'), 3)} "
              f"| {median(get('cpuSeconds'), 3)} | {median(get('transactions'), 0)} |")

    print("\n| planning and reuse, 100,000 files | median (least to most) |\n|---|---:|")
    for case, figure, digits, words in [
        ("plan", "compileSeconds", 4, "compile, s"),
        ("plan", "planSeconds", 3, "plan 100,001 tasks, s"),
        ("plan", "peakMebibytes", 0, "peak memory of the process, MiB"),
        ("reuse", "nothingCommittedSeconds", 3, "open an empty ledger and decide, s"),
        ("reuse", "openLedgerSeconds", 3, "open a ledger of 200,001 products, s"),
        ("reuse", "allCommittedSeconds", 3, "decide, all committed (100,001 looks at the disk), s"),
    ]:
        print(f"| {words} | {span(figures['pcmflow', case, figure], digits)} |")

    print("\n| 200 tasks, whole process | wall s | CPU s |\n|---|---:|---:|")
    peer, own = [], []
    for program, case, words in [
        ("snakemake", "peer-shell", "Snakemake, a shell a task"),
        ("pcmflow", "peer-shell", "engine, a shell a task"),
        ("snakemake", "peer-again", "Snakemake, again with nothing to do"),
        ("pcmflow", "peer-in-process", "engine, tasks in the process (no shell: another thing)"),
    ]:
        wall, cpu = (figures[program, case, name] for name in ("wallSeconds", "cpuSeconds"))
        if case == "peer-shell":
            (peer if program == "snakemake" else own).extend([wall, cpu])
        print(f"| {words} | {span(wall, 3)} | {span(cpu, 3)} |")
    print(f"| **Snakemake / engine, a shell a task each** | {ratio(peer[0], own[0])} "
          f"| {ratio(peer[1], own[1])} |")


main()
