"""A laboratory's variants in an old build, the way to the new one, and what is known about them there."""
import json

from . import genome

OLD, NEW = "GRCh37", "GRCh38"
LENGTHS = {"chr20": 12_000, "chr21": 8_000}
COMPLEMENT = str.maketrans("ACGT", "TGCA")
# Stretches of the old chr20 in the new one: where they begin and end, where they go, whether they are turned round.
# What lies between 7000 and 7100 is not in the new build.
STRETCHES = [(0, 4000, 0, False), (4000, 7000, 4300, False), (7100, 9000, 7300, False),
             (9000, 11000, 9200, True), (11000, 12000, 11200, False)]
NEW_LENGTH = 12_200
CHAIN = ("chain 9900 chr20 12000 + 0 12000 chr20 12200 + 0 12200 1\n"
         "4000\t0\t300\n3000\t100\t0\n1900\t2000\t2000\n1000\n\n"
         "chain 2000 chr20 12000 + 9000 11000 chr20 12200 - 1000 3000 2\n2000\n\n"
         "chain 8000 chr21 8000 + 0 8000 chr21 8000 + 0 8000 3\n8000\n\n")
MARGIN = 60
SIGNIFICANCE = ["Benign", "Likely_benign", "Uncertain_significance", "Likely_pathogenic", "Pathogenic"]


def turned(bases):
    return bases.translate(COMPLEMENT)[::-1]


class Variant:
    """A record of the old build, 1-based, and the alleles that it is in the new one: (position, ref, alt)."""

    def __init__(self, name, contig, position, ref, alts):
        self.name, self.contig, self.position, self.ref, self.alts = name, contig, position, ref, alts
        self.lifted = []


def new_sequences(old, dice):
    chr20 = [""] * NEW_LENGTH
    chr20[4000:4300] = [dice.pick("ACGT") for _ in range(300)]
    for start, end, place, is_turned in STRETCHES:
        bases = old["chr20"].sequence[start:end]
        chr20[place:place + end - start] = turned(bases) if is_turned else bases
    return {"chr20": "".join(chr20), "chr21": old["chr21"].sequence}


def record(name, contig, dice):
    """A variant somewhere in a contig; an indel is written at the end of a repeat, not at its beginning."""
    sequence = contig.sequence
    if dice.chance(0.5):
        start, unit, copies = dice.pick(contig.repeats)
        end = start + len(unit) * copies
        position = end - len(unit)
        if dice.chance(0.5):
            return Variant(name, contig.name, position, sequence[position - 1:end], [sequence[position - 1]])
        return Variant(name, contig.name, position, sequence[position - 1], [sequence[position - 1] + unit])
    position = dice.between(genome.LEADING_GAP + MARGIN, len(sequence) - MARGIN)
    ref = sequence[position - 1]
    others = [base for base in "ACGT" if base != ref]
    return Variant(name, contig.name, position, ref, dice.some(dice.weighted({1: 4, 2: 1}), others))


def stretch(variant):
    """The stretch that a variant and what stands around it lie in; None where there is none."""
    if variant.contig != "chr20":
        return (0, LENGTHS[variant.contig], 0, False)
    for one in STRETCHES:
        if one[0] + MARGIN <= variant.position and variant.position + MARGIN <= one[1]:
            return one
    return None


def lift(variant, place, sequences, is_swapped):
    start, end, new_start, is_turned = place
    offset = variant.position - 1 - start
    alleles = [variant.ref] + variant.alts
    position = new_start + offset
    if is_turned:
        alleles = [turned(allele) for allele in alleles]
        position = new_start + (end - start) - offset - len(variant.ref)
    for alt in alleles[1:]:
        pair = (alt, alleles[0]) if is_swapped else (alleles[0], alt)
        variant.lifted.append(genome.left_aligned(sequences[variant.contig], position + 1, *pair))


def make(dice):
    contigs = {name: genome.Contig(name, length, dice) for name, length in LENGTHS.items()}
    sequences = new_sequences(contigs, dice)
    taken = {name: set() for name in LENGTHS}
    variants = []
    while len(variants) < 220:
        one = record("v%03d" % len(variants), contigs[dice.pick(sorted(LENGTHS))], dice)
        area = range(one.position - MARGIN, one.position + MARGIN)
        place = stretch(one)
        if place is None or taken[one.contig].intersection(area):
            if len(taken["chr20"]) + len(taken["chr21"]) > 17_000:
                break
            taken[one.contig].update(range(one.position, one.position + 1))
            continue
        taken[one.contig].update(area)
        # Where the new build has what was the other allele, the two change places.
        is_swapped = one.contig == "chr21" and len(one.ref + "".join(one.alts)) == 2 and dice.chance(0.3)
        if is_swapped:
            bases = sequences["chr21"]
            sequences["chr21"] = bases[:one.position - 1] + one.alts[0] + bases[one.position:]
        variants.append((one, place, is_swapped))
    for one, place, is_swapped in variants:
        lift(one, place, sequences, is_swapped)
    unlifted = unliftable(contigs["chr20"].sequence)
    return contigs, sequences, [one for one, _, _ in variants], unlifted


def unliftable(sequence):
    """Variants that cannot be lifted, by the rule under which they are kept aside."""
    other = {"A": "C", "C": "A", "G": "T", "T": "G"}
    return {
        "no-chain": [Variant("lost", "chr20", 7050, sequence[7049], [other[sequence[7049]]])],
        "gap": [Variant("torn", "chr20", 6990, sequence[6989:7020], [sequence[6989]])],
        "structural": [Variant("break", "chr20", 5000, sequence[4999], ["]chr21:3000]" + sequence[4999]])]}


def table(records, meta):
    lines = ["##fileformat=VCFv4.3"] + meta + ["#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"]
    return "\n".join(lines + ["\t".join(map(str, cells)) for cells in records]) + "\n"


def given(variants, unlifted):
    rows = [(one.contig, one.position, one.name, one.ref, ",".join(one.alts), ".", "PASS", "DP=%d" % (20 + len(one.name)))
            for one in variants + sum(unlifted.values(), [])]
    meta = ["##contig=<ID=%s,length=%d>" % pair for pair in LENGTHS.items()]
    meta += ["##FILTER=<ID=PASS,Description=\"All filters passed\">",
             "##INFO=<ID=DP,Number=1,Type=Integer,Description=\"Reads\">"]
    return table(sorted(rows, key=lambda row: row[:2]), meta)


def spelt(sequence, position, ref, alt, dice):
    """Another way to write an allele: with bases behind it that nothing changes."""
    added = sequence[position - 1 + len(ref):][:dice.between(0, 3)]
    return position, ref + added, alt + added


def known(variants, sequences, dice):
    """What is known, as rows of a knowledge file and of a list; and by variant and allele."""
    rows, listed, answers = [], [], {}
    for one in variants:
        for position, ref, alt in one.lifted:
            answer = answers[(one.name, position, ref, alt)] = {"significance": None, "class": None}
            if dice.chance(0.6):
                answer["significance"] = dice.pick(SIGNIFICANCE)
                at, long_ref, long_alt = spelt(sequences[one.contig], position, ref, alt, dice)
                rows.append((one.contig, at, ".", long_ref, long_alt, ".", ".",
                             "CLNSIG=%s;ALLELEID=%d" % (answer["significance"], 15_000 + len(rows))))
            elif len(ref) == 1:
                # Knowledge about another allele of the place is none about this one.
                other = next(base for base in "ACGT" if base != ref and (position, ref, base) not in one.lifted)
                rows.append((one.contig, position, ".", ref, other, ".", ".", "CLNSIG=Pathogenic;ALLELEID=1"))
            if dice.chance(0.2):
                answer["class"] = dice.pick(["artefact", "polymorphism", "confirmed"])
                listed.append((one.contig[3:], position, ref, alt, answer["class"]))
    rows.sort(key=lambda row: row[:2])
    listed.sort(key=lambda row: row[:2])
    return rows, listed, answers


def fasta(sequences):
    """The FASTA text of the new build and its `.fai`."""
    text, index = "", ""
    for name, bases in sequences.items():
        text += ">%s synthetic sequence, not human\n" % name
        index += "%s\t%d\t%d\t%d\t%d\n" % (name, len(bases), len(text), genome.LINE, genome.LINE + 1)
        text += "".join(bases[at:at + genome.LINE] + "\n" for at in range(0, len(bases), genome.LINE))
    return text, index


def files(dice):
    contigs, sequences, variants, unlifted = make(dice)
    rows, listed, answers = known(variants, sequences, dice)
    old, old_index = genome.fasta(contigs)
    new, new_index = fasta(sequences)
    meta = ["##contig=<ID=%s,length=%d>" % (name, len(bases)) for name, bases in sequences.items()]
    meta += ["##INFO=<ID=CLNSIG,Number=.,Type=String,Description=\"Clinical significance, made up\">",
             "##INFO=<ID=ALLELEID,Number=1,Type=Integer,Description=\"Identifier, made up\">"]
    quoted = ['%s,%d,%s,%s,"%s"\n' % row for row in listed]
    expected = {
        "unlifted": {rule: len(ones) for rule, ones in unlifted.items()},
        "alleles": [{"id": name, "chrom": next(one.contig for one in variants if one.name == name),
                     "pos": position, "ref": ref, "alt": alt, **answer}
                    for (name, position, ref, alt), answer in answers.items()]}
    return {
        "calls.vcf": given(variants, unlifted), "old-reference.fa": old,
        "old-reference.fa.fai": old_index, "reference.fa": new, "reference.fa.fai": new_index,
        "old-to-new.chain": CHAIN, "knowledge.vcf": table(rows, meta),
        "own-list.csv": "chrom,pos,ref,alt,class\n" + "".join(quoted),
        "expected.json": json.dumps(expected, indent=1) + "\n"}
