"""Fails where the indicators of pcmflow and DuckDB differ: compare.py PCMFLOW.csv DUCKDB.csv.

Counts must be equal; values that DuckDB works out as well (means, quantiles, sums) to 1e-9.
"""
import csv
import sys

COUNTED = {"wilson", "clopper-pearson", "simon-two-stage", "median", "quantile", "mean", "sum-ratio", "sum-share",
           "risk-difference", "risk-ratio"}
FIXED = {"indicator", "numerator", "denominator", "value", "lower", "upper", "method", "unit"}


def own(path):
    """Counts and values by indicator and division."""
    found = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            if row["method"] not in COUNTED and row["method"] != "rate":
                continue
            division = ";".join(f"{name}={cell}" for name, cell in sorted(row.items()) if name not in FIXED and cell)
            found[row["indicator"], division] = (row["method"], row["numerator"], row["denominator"], row["value"])
    return found


def peer(path, indicators):
    """The same of DuckDB, for those indicators."""
    found = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            if row["indicator"] in indicators:
                division = ";".join(sorted(each for each in row["division"].split(";") if each))
                found[row["indicator"], division] = (row["numerator"], row["denominator"], row["value"])
    return found


def main():
    ours = own(sys.argv[1])
    theirs = peer(sys.argv[2], {indicator for indicator, _ in ours})
    wrong = [f"only one has {key}" for key in ours.keys() ^ theirs.keys()]
    for key in ours.keys() & theirs.keys():
        method, numerator, denominator, value = ours[key]
        # The denominator of a rate is its population.
        if numerator != theirs[key][0] or method != "rate" and denominator != theirs[key][1]:
            wrong.append(f"{key}: {numerator} of {denominator}, DuckDB has {theirs[key][0]} of {theirs[key][1]}")
        elif theirs[key][2] and abs(float(value) - float(theirs[key][2])) > 1e-9 * abs(float(value)):
            wrong.append(f"{key}: {value}, DuckDB has {theirs[key][2]}")
    if wrong or not ours:
        sys.exit("\n".join(sorted(wrong)[:20] or ["there are no indicators"]))
    print(f"{len(ours)} cells agree with DuckDB's")


main()
