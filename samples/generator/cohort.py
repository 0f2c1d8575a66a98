"""Genotyped people: the records of the cohort VCF."""
import bisect

from .genome import LEADING_GAP

SAMPLES = ["SYN%04d" % number for number in range(1, 301)]
RECORDS = {"chr20": 2250, "chr21": 1750, "chr22": 2000}
HAPLOTYPES = 2 * len(SAMPLES)
BASES = "ACGT"


class Record:
    """A record before it is a line: alleles, and two allele numbers a person (None = no call)."""

    def __init__(self, contig, position, ref, alts):
        self.contig, self.position, self.ref, self.alts = contig, position, ref, alts
        self.calls = []
        self.phased = False
        self.quality = None
        self.filters = "PASS"
        self.depths = None
        self.end = position + len(ref) - 1

    @property
    def passed(self):
        return self.filters == "PASS"

    @property
    def is_snv(self):
        return len(self.alts) == 1 and self.ref in BASES and self.alts[0] in BASES

    @property
    def is_indel(self):
        """One ALT of bases, of another length than REF."""
        return (len(self.alts) == 1 and set(self.alts[0]) <= set(BASES)
                and len(self.ref) != len(self.alts[0]))

    def observed(self):
        """Allele numbers called, half calls included, as AC and AN count them."""
        return [allele for call in self.calls for allele in call if allele is not None]


def spectrum():
    """Cumulative weights of the neutral frequency spectrum: a count k has weight 1/k."""
    sums, total = [], 0.0
    for count in range(1, HAPLOTYPES):
        total += 1.0 / count
        sums.append(total)
    return sums


def snv_alleles(contig, position, count, dice):
    ref = contig.sequence[position - 1]
    return ref, dice.some(count, [base for base in BASES if base != ref])


def plain_indel(contig, position, dice):
    length = dice.between(1, 6)
    if dice.chance(0.5):
        ref = contig.sequence[position - 1:position + length]
        return ref, [ref[0]]
    ref = contig.sequence[position - 1]
    return ref, [ref + "".join(dice.pick(BASES) for _ in range(length))]


def repeat_indel(contig, repeat, count, dice):
    """A change of repeat length: at the left end of the repeat, or (mostly) further right."""
    start, unit, copies = repeat
    shift = 0 if dice.chance(0.25) else dice.between(1, copies - 3)
    position = start + shift * len(unit)
    tail = unit if dice.chance(0.3) else ""
    anchor = contig.sequence[position - 1]
    shorter, longer = (anchor + unit + tail, anchor + tail), (anchor + tail, anchor + unit + tail)
    if count == 1:
        ref, alt = shorter if dice.chance(0.5) else longer
        return position, ref, [alt]
    return position, anchor + unit + tail, [anchor + tail, anchor + unit * 2 + tail]


def draw_record(contig, dice):
    kind = dice.weighted({"snv": 84, "repeat": 7, "indel": 4, "multi": 3.5, "multirepeat": 1.5})
    if kind.endswith("repeat"):
        count = 2 if kind == "multirepeat" else 1
        position, ref, alts = repeat_indel(contig, dice.pick(contig.repeats), count, dice)
        return Record(contig.name, position, ref, alts)
    position = dice.between(LEADING_GAP + 1, len(contig.sequence) - 20)
    if kind == "indel":
        return Record(contig.name, position, *plain_indel(contig, position, dice))
    count = 1 if kind == "snv" else dice.weighted({2: 5, 3: 1})
    return Record(contig.name, position, *snv_alleles(contig, position, count, dice))


def rare_forms(contig, dice):
    """Forms that are allowed and seldom seen: no ALT, an overlapped allele, a symbolic deletion."""
    forms = []
    for alts in ([], ["*"], ["<DEL>"]):
        position = dice.between(LEADING_GAP + 1, len(contig.sequence) - 900)
        ref, more = snv_alleles(contig, position, 1, dice)
        record = Record(contig.name, position, ref, more + alts if alts == ["*"] else alts)
        if alts == ["<DEL>"]:
            record.end = position + dice.between(60, 800)
        forms.append(record)
    return forms


def draw_calls(record, sums, dice):
    haplotypes = [0] * HAPLOTYPES
    for allele in range(1, len(record.alts) + 1):
        count = 1 + bisect.bisect_right(sums, dice.unit() * sums[-1])
        for place in dice.some(count, range(HAPLOTYPES)):
            haplotypes[place] = allele
    missing = dice.weighted({0.0: 60, 0.004: 20, 0.02: 14, 0.08: 6})
    for person in range(len(SAMPLES)):
        call = [haplotypes[2 * person], haplotypes[2 * person + 1]]
        if missing and dice.chance(missing):
            half = dice.chance(0.1)
            call = [None, call[1]] if half else [None, None]
        if not record.phased and None not in call:
            call.sort()
        record.calls.append(tuple(call))


def finish(record, sums, dice):
    """Genotypes, quality, filter, and depths on part of the records."""
    record.phased = {"chr20": True, "chr21": False}.get(record.contig, dice.chance(0.5))
    draw_calls(record, sums, dice)
    record.filters = dice.weighted({"PASS": 93, "q10": 4, "s50": 2, "q10;s50": 1})
    quality = dice.between(10, 99) if "q10" in record.filters else dice.between(300, 60000)
    record.quality = None if dice.chance(0.01) else quality / 10
    if dice.chance(0.15):
        record.depths = [dice.between(18, 44) for _ in SAMPLES]


def make(contigs, dice):
    """The records in file order: by contig, then by position."""
    sums, records = spectrum(), []
    for contig in contigs.values():
        mine = rare_forms(contig, dice)
        while len(mine) < RECORDS[contig.name]:
            mine.append(draw_record(contig, dice))
        mine.sort(key=lambda record: record.position)
        for record in mine:
            finish(record, sums, dice)
        records += mine
    blank = records[len(records) // 3]
    blank.calls = [(None, None)] * len(SAMPLES)
    return records
