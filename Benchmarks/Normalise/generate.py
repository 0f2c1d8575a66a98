#!/usr/bin/env python3
"""Writes a genome full of tandem repeats and variants in it: `generate.py RECORDS SAMPLES SEED FASTA VCF`.

A fifth of the records has two or three alternate alleles, four in ten are insertions and deletions, many of them not
at their leftmost place. With samples, FORMAT is GT:AD:DP:PL. The same arguments give the same bytes.
"""

import random
import sys


def genome(length, dice):
    bases = []
    while len(bases) < length:
        if dice.random() < 0.3:
            unit = [dice.choice("ACGT") for _ in range(dice.randint(1, 4))]
            bases += unit * dice.randint(3, 12)
        else:
            bases += [dice.choice("ACGT") for _ in range(dice.randint(10, 60))]
    return "".join(bases[:length])


def alleles(reference, position, count, dice):
    base = reference[position - 1]
    if dice.random() < 0.6:
        return base, dice.sample([other for other in "ACGT" if other != base], count)
    length = dice.randint(2, 7)
    ref = reference[position - 1:position - 1 + length]
    found = []
    while len(found) < count:
        kind = dice.random()
        if kind < 0.5:
            alt = ref[:dice.randint(1, length - 1)]
        elif kind < 0.75:
            alt = ref[0] + "".join(dice.choice("ACGT") for _ in range(dice.randint(1, 3))) + ref[1:]
        else:
            alt = ref + ref[1:]
        if alt != ref and alt not in found:
            found.append(alt)
    return ref, found


def cell(count, dice, counts):
    call = sorted(0 if dice.random() < 0.7 else dice.randrange(count) for _ in range(2))
    for allele in call:
        counts[allele] += 1
    depths = [dice.randint(0, 40) for _ in range(count)]
    likelihoods = [dice.randint(0, 999) for _ in range(count * (count + 1) // 2)]
    return "%d/%d:%s:%d:%s" % (call[0], call[1], ",".join(map(str, depths)), sum(depths),
                               ",".join(map(str, likelihoods)))


def main():
    records, samples, seed = map(int, sys.argv[1:4])
    dice = random.Random(seed)
    reference = genome(records * 60, dice)
    with open(sys.argv[4], "w") as file:
        file.write(">chr1\n")
        for start in range(0, len(reference), 60):
            file.write(reference[start:start + 60] + "\n")
    with open(sys.argv[5], "w") as file:
        file.write("##fileformat=VCFv4.2\n##contig=<ID=chr1,length=%d>\n" % len(reference))
        for column, key, number, kind in (
                ("INFO", "AC", "A", "Integer"), ("INFO", "AN", "1", "Integer"), ("INFO", "AF", "A", "Float"),
                ("INFO", "DP", "1", "Integer"), ("FORMAT", "GT", "1", "String"), ("FORMAT", "AD", "R", "Integer"),
                ("FORMAT", "DP", "1", "Integer"), ("FORMAT", "PL", "G", "Integer")):
            file.write('##%s=<ID=%s,Number=%s,Type=%s,Description="made up">\n' % (column, key, number, kind))
        columns = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO"]
        columns += ["FORMAT"] + ["S%d" % sample for sample in range(samples)] if samples else []
        file.write("\t".join(columns) + "\n")
        position = 50
        for number in range(records):
            position += dice.randint(1, 100)
            if position > len(reference) - 100:
                break
            count = 1 if dice.random() < 0.8 else dice.randint(2, 3)
            ref, alts = alleles(reference, position, count, dice)
            counts = [0] * (count + 1)
            cells = [cell(count + 1, dice, counts) for _ in range(samples)]
            info = "AC=%s;AN=%d;AF=%s;DP=%d" % (
                ",".join(map(str, counts[1:])), 2 * samples,
                ",".join("%.4g" % (value / max(1, 2 * samples)) for value in counts[1:]), dice.randint(100, 9999))
            columns = ["chr1", str(position), "rs%d" % number, ref, ",".join(alts), str(dice.randint(20, 999)), "PASS",
                       info]
            file.write("\t".join(columns + (["GT:AD:DP:PL"] + cells if samples else [])) + "\n")


main()
