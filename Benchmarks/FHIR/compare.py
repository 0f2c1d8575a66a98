"""Checks that two tables have the same rows in the same order: `compare.py OURS THEIRS`.

DuckDB reads JSON's numbers as binary ones before it makes text of them (5.10 becomes 5.1), so numbers are compared by
value; all other cells must be equal to the byte.
"""

import csv
import itertools
import sys


def is_same(left, right):
    return left == right or (left != "" and right != "" and float(left) == float(right))


def main():
    with open(sys.argv[1], newline="") as ours, open(sys.argv[2], newline="") as theirs:
        pairs = itertools.zip_longest(csv.DictReader(ours), csv.DictReader(theirs))
        count = 0
        for number, (left, right) in enumerate(pairs, 1):
            if left is None or right is None:
                sys.exit("the tables have different numbers of rows")
            value, other = left.pop("value"), right.pop("value")
            if left != right or not is_same(value, other):
                sys.exit(f"row {number} differs")
            count = number
    if count == 0:
        sys.exit("the tables are empty")
    print(f"{count} rows are the same")


main()
