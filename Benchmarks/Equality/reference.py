"""The comparison of eqa.variants, as slow and plain as it can be: reference.py FASTA TRUTH QUERY.

Alleles are trimmed and moved to the left, then paired where they are the same; of what remains within 50 bases of each
other, subsets of both sides are applied to the reference until two give the same bases (up to 12 a side). Prints how many
alleles of the truth are found and missed, and how many of the query are not there.
"""

import itertools
import sys
from collections import Counter


def fasta(path):
    sequences, name = {}, None
    for line in open(path):
        if line.startswith(">"):
            name = line[1:].split()[0]
            sequences[name] = []
        else:
            sequences[name].append(line.strip().upper())
    return {name: "".join(parts) for name, parts in sequences.items()}


def alleles(path):
    """Alleles by sequence, as (place from 0, bases that are lost, bases instead)."""
    found = {}
    for line in open(path):
        if line.startswith("#"):
            continue
        contig, position, _, reference, alternatives = line.split("\t")[:5]
        for alternative in alternatives.split(","):
            if set(alternative) <= set("ACGTNacgtn"):
                allele = (int(position) - 1, reference.upper(), alternative.upper())
                found.setdefault(contig, []).append(allele)
    return found


def trimmed(allele):
    """Without the bases that stay, from the beginning first, since VCF puts a base before a change there."""
    place, old, new = allele
    while old and new and old[0] == new[0]:
        place, old, new = place + 1, old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return place, old, new


def normalised(sequence, allele):
    place, old, new = trimmed(allele)
    while place > 0 and bool(old) != bool(new):
        base = sequence[place - 1]
        if (old or new)[-1] != base:
            break
        old, new = (base + old)[: len(old)], (base + new)[: len(new)]
        place -= 1
    return place, old, new


def applied(sequence, start, end, some):
    """The bases from start to end after some changes; None where they overlap."""
    parts, place = [], start
    for at, old, new in sorted(some):
        if at < place:
            return None
        parts += [sequence[place:at], new]
        place = at + len(old)
    return "".join(parts + [sequence[place:end]])


def best(sequence, truth, query):
    """The largest subsets of both sides that make the same bases."""
    if not truth or not query or max(len(truth), len(query)) > 12:
        return (), ()
    start = min(place for place, _, _ in truth + query)
    end = max(place + len(old) for place, old, _ in truth + query)
    ways = []
    for side in (truth, query):
        own = {}
        for count in range(1, len(side) + 1):
            for some in itertools.combinations(side, count):
                bases = applied(sequence, start, end, some)
                if bases is not None:
                    own[bases] = some
        ways.append(own)
    shared = ways[0].keys() & ways[1].keys()
    return max(((ways[0][b], ways[1][b]) for b in shared), key=lambda w: len(w[0]) + len(w[1]),
               default=((), ()))


def compare(sequence, truth, query):
    keys = [[normalised(sequence, allele) for allele in side] for side in (truth, query)]
    same = Counter(keys[0]) & Counter(keys[1])
    # What remains is searched as it is written: two losses of a repeat's unit overlap where both are moved to the left.
    left = []
    for side, own in zip((truth, query), keys):
        paired = Counter(same)
        rest = []
        for allele, key in zip(side, own):
            if paired[key]:
                paired[key] -= 1
            else:
                rest.append(trimmed(allele))
        left.append(rest)
    found, missed, false = sum(same.values()), len(left[0]), len(left[1])
    everything = sorted([(a, 0) for a in left[0]] + [(a, 1) for a in left[1]])
    group, end = [], None
    for item in everything + [((float("inf"), "", ""), 0)]:
        if group and item[0][0] - end > 50:
            t, q = best(sequence, [a for a, s in group if s == 0], [a for a, s in group if s == 1])
            found, missed, false = found + len(t), missed - len(t), false - len(q)
            group, end = [], None
        group.append(item)
        end = max(end or 0, item[0][0] + len(item[0][1]))
    return found, missed, false


def main():
    sequences = fasta(sys.argv[1])
    truth, query = alleles(sys.argv[2]), alleles(sys.argv[3])
    counts = [compare(sequences[name], truth.get(name, []), query.get(name, []))
              for name in sorted(truth.keys() | query.keys())]
    print("found {}, missed {}, not there {}".format(*(sum(column) for column in zip(*counts))))


main()
