"""Compares scores of every sample, and ends with an error when any of them differs.

check_scores.py plink OURS.csv PLINK.sscore             equal to the last digit that plink2 prints
check_scores.py plink OURS.csv PLINK.sscore SCORE.tsv   within what plink2 loses by keeping dosages in 1/16384
check_scores.py same  A.csv B.csv                       the rows of A, where B has the same sample and score, are equal
"""

import csv
import sys
from decimal import Decimal


def half_of_last_digit(text):
    """Half a unit of the sixth significant digit, the last that plink2 prints."""
    value = Decimal(text)
    return Decimal(0) if value == 0 else Decimal(5).scaleb(value.adjusted() - 6)


def dosage_error(path):
    """The most that a score can change when each dosage is rounded to a multiple of 1/16384."""
    with open(path, newline="") as file:
        return sum(abs(Decimal(row["WEIGHT"])) for row in csv.DictReader(file, delimiter="\t")) / 32768


def rows(path):
    with open(path, newline="") as file:
        return {(row["sample"], row["pgs_id"]): row for row in csv.DictReader(file)}


def check_plink(ours, peer, score=None):
    own = {sample: row for (sample, _), row in rows(ours).items()}
    with open(peer, newline="") as file:
        peers = {row["#IID"]: row["SCORE1_SUM"] for row in csv.DictReader(file, delimiter="\t")}
    if own.keys() != peers.keys() or not own:
        sys.exit(f"check failed: {len(own)} samples here, {len(peers)} of plink2, or other names")
    slack = dosage_error(score) if score else Decimal(0)
    # A sum that ends in 5 may be a hair below or above it.
    rounding = Decimal("1e-9")
    wrong = [
        sample for sample, text in peers.items()
        if abs(Decimal(own[sample]["score_sum"]) - Decimal(text)) > half_of_last_digit(text) + slack + rounding
    ]
    if wrong:
        sample = wrong[0]
        sys.exit(f"check failed: {len(wrong)} of {len(own)} scores differ from plink2, the first "
                 f"{own[sample]['score_sum']} and {peers[sample]}")


def check_same(first, second):
    left, right = rows(first), rows(second)
    common = left.keys() & right.keys()
    wrong = [key for key in common if left[key] != right[key]]
    if not common or wrong:
        sys.exit(f"check failed: {len(wrong)} of {len(common)} common scores differ in {first} and {second}")


{"plink": check_plink, "same": check_same}[sys.argv[1]](*sys.argv[2:])
