"""Raw rows of a benchmark, and medians and ratios of them."""

import csv
import statistics
from collections import defaultdict


def read(path):
    """The rows, and the values by (program, case, figure), each a dictionary from round to value."""
    figures = defaultdict(dict)
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        figures[row["program"], row["case"], row["figure"]][row["round"]] = float(row["value"])
    return rows, figures


def headline(rows):
    """When, where and with what the rows were measured."""
    versions = sorted({(row["program"], row["version"]) for row in rows})
    rounds = len({row["round"] for row in rows})
    return (f"\n{rows[0]['started']}, {rows[0]['machine']}; "
            + ", ".join(" ".join(version) for version in versions) + f"; median of {rounds} rounds\n")


def middle(values):
    """The median of a dictionary's values."""
    return statistics.median(values.values())


def median(values, digits):
    """The median as text."""
    return f"{middle(values):,.{digits}f}"


def span(values, digits):
    """The median, with the least and the greatest value."""
    least, most = min(values.values()), max(values.values())
    return f"{median(values, digits)} ({least:,.{digits}f} to {most:,.{digits}f})"


def quotients(above, below):
    """The ratios within each round that has both."""
    return {key: above[key] / below[key] for key in below if key in above}


def ratio(above, below, digits=1):
    """The median of the ratios of each round, with the least and the greatest."""
    return span(quotients(above, below), digits)


def whole_processes(figures, column, cases):
    """Prints what whole processes took: the heading of the first column; case, words and programs of each case."""
    print(f"| {column} | program | wall s | CPU s | peak MiB |\n|---|---|---:|---:|---:|")
    for case, words, programs in cases:
        for program in programs:
            wall, cpu, peak = (figures[program, case, figure] for figure in ("wallSeconds", "cpuSeconds", "peakMebibytes"))
            # A file may hold some of the cases only.
            if wall:
                print(f"| {words} | {program} | {span(wall, 2)} | {span(cpu, 2)} | {median(peak, 0)} |")
                words = ""
