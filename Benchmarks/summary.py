"""Prints the medians of a file of raw rows, and the ratios to the peers of the same round, as Markdown."""

import importlib
import sys

from Tables import figures


def main():
    path = sys.argv[1]
    # Results/<date>-engine.csv, -variants.csv or -kernels.csv
    name = path.rsplit("-", 1)[-1].removesuffix(".csv")
    importlib.import_module(f"Tables.{name}").show(*figures.read(path))


main()
