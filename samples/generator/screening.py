"""A made-up screening programme: a cohort, a reference panel with principal components, scores, rates, people.

Five populations have allele frequencies of their own around common ones (Balding-Nichols in spirit); principal
components are made up to fit them, not computed. Nothing in it is real.
"""
import math

from . import bgzf
from .cohort import BASES
from .dice import Dice

SEED = 20260101
POPULATIONS = {"AFR": (9.0, 1.0, 0.5, 0.0, 0.2), "AMR": (-2.0, 0.5, 3.0, 1.5, -0.5),
               "EAS": (-3.5, 6.5, -1.0, -0.4, 0.3), "EUR": (-4.5, -5.0, 0.5, -1.0, 0.0),
               "SAS": (-3.0, -0.5, -4.0, 0.8, 0.4)}
PANEL_EACH, COHORT = 80, 240
SITES = 260
COHORT_MIX = {"AFR": 1, "AMR": 1, "EAS": 1, "EUR": 7, "SAS": 2}
CONTIGS = {"chr1": 248956422, "chr8": 145138636, "chr11": 135086622, "chr17": 83257441}
COMPONENTS = ["PC%d" % number for number in range(1, 6)]
COLUMNS = ["rsID", "chr_name", "chr_position", "effect_allele", "other_allele", "effect_weight",
           "allelefrequency_effect", "hm_source", "hm_rsID", "hm_chr", "hm_pos",
           "hm_inferOtherAllele"]
TRANSITION = {"A": "G", "C": "T", "G": "A", "T": "C"}
COMPLEMENT = {"A": "T", "C": "G", "G": "C", "T": "A"}


def normal(dice):
    """About normal with mean 0 and standard deviation 1: twelve uniform draws."""
    return sum(dice.unit() for _ in range(12)) - 6.0


class Site:
    def __init__(self, contig, position, dice):
        self.contig, self.position = contig, position
        self.ref = dice.pick(BASES)
        # Transitions mostly, and one site in ten whose strand cannot be told.
        kind = dice.weighted({"transition": 68, "ambiguous": 10, "transversion": 22})
        self.alt = {"transition": TRANSITION, "ambiguous": COMPLEMENT,
                    "transversion": {"A": "C", "C": "A", "G": "T", "T": "G"}}[kind][self.ref]
        common = 0.05 + 0.6 * dice.unit()
        self.frequencies = {
            name: min(0.98, max(0.02, common + 0.11 * normal(dice) * math.sqrt(common * (1 - common)) / 0.5))
            for name in POPULATIONS}

    @property
    def is_ambiguous(self):
        return COMPLEMENT[self.ref] == self.alt


class Person:
    def __init__(self, name, population, dice, second=None):
        """A person of one population, or half of each of two."""
        self.name, self.population = name, population
        self.parents = (population, second or population)
        self.place = [
            (POPULATIONS[self.parents[0]][axis] + POPULATIONS[self.parents[1]][axis]) / 2
            + 0.35 * normal(dice) for axis in range(len(COMPONENTS))]

    def call(self, site, dice):
        return tuple(int(dice.chance(site.frequencies[parent])) for parent in self.parents)


def sites(dice):
    out = []
    for contig in CONTIGS:
        position = 1_000_000
        for _ in range(SITES // len(CONTIGS)):
            position += dice.between(20_000, 900_000)
            out.append(Site(contig, position, dice))
    return out


def vcf(people, all_sites, dice, missing):
    lines = ["##fileformat=VCFv4.3", "##source=PCMFlow samples/generate-screening.py; synthetic data, no real person"]
    lines += ["##contig=<ID=%s,length=%d,assembly=GRCh38>" % item for item in CONTIGS.items()]
    lines += ['##FILTER=<ID=PASS,Description="All filters passed">',
              '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
              "\t".join("#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT".split()
                        + [person.name for person in people])]
    for site in all_sites:
        cells = []
        for person in people:
            call = person.call(site, dice)
            cells.append("./." if dice.chance(missing) else "%d/%d" % call)
        lines.append("\t".join([site.contig, str(site.position), ".", site.ref, site.alt, "50",
                                "PASS", ".", "GT"] + cells))
    return bgzf.compress(("\n".join(lines) + "\n").encode())


def scoring_file(name, trait, all_sites, rows, absent, dice):
    """Rows at sites of the cohort, some flipped or ambiguous, and some at sites that it lacks."""
    lines = ["###PGS CATALOG SCORING FILE - synthetic, made by samples/generate-screening.py",
             "#format_version=2.0", "#pgs_id=%s" % name, "#pgs_name=%s" % trait,
             "#trait_reported=%s" % trait, "#genome_build=GRCh37", "#variants_number=%d" % (rows + absent),
             "#weight_type=beta", "#HmPOS_build=GRCh38", "#HmPOS_date=2026-01-01",
             "\t".join(COLUMNS)]
    for site in sorted(dice.some(rows, all_sites), key=lambda each: (list(CONTIGS).index(each.contig), each.position)):
        effect, other = (site.alt, site.ref) if dice.chance(0.7) else (site.ref, site.alt)
        frequency = sum(site.frequencies.values()) / len(POPULATIONS)
        share = frequency if effect == site.alt else 1 - frequency
        if not site.is_ambiguous and dice.chance(0.1):
            effect, other = COMPLEMENT[effect], COMPLEMENT[other]
        lines.append(row(site.contig, site.position, effect, other, 0.09 * normal(dice), share))
    for _ in range(absent):
        effect, other = dice.some(2, BASES)
        lines.append(row(dice.pick(list(CONTIGS)), dice.between(200, 900_000), effect, other,
                         0.09 * normal(dice), dice.unit()))
    return bgzf.gzip(("\n".join(lines) + "\n").encode())


def row(contig, position, effect, other, weight, share):
    cells = dict.fromkeys(COLUMNS, "")
    cells.update(chr_name=contig[3:], chr_position=str(position + 12_345), effect_allele=effect,
                 other_allele=other, effect_weight=repr(weight), allelefrequency_effect="%.4f" % share,
                 hm_source="liftover", hm_chr=contig[3:], hm_pos=str(position))
    return "\t".join(cells[name] for name in COLUMNS)


def table(header, rows):
    return ("\n".join([",".join(header)] + [",".join(map(str, row)) for row in rows]) + "\n").encode()


def rates():
    """Curves that look like a cancer of middle age and like death; no statistics of any country."""
    incidence = [(age, "%.6f" % (0.0042 / (1 + math.exp(-0.13 * (age - 52))))) for age in range(20, 90)]
    mortality = [(age, "%.6f" % (0.00035 * math.exp(0.088 * (age - 30)) + 0.0002)) for age in range(20, 90)]
    return table(["age", "rate"], incidence), table(["age", "rate"], mortality)


def make():
    """The files by name."""
    dice = Dice(SEED)
    all_sites = sites(dice)
    panel = [Person("REF%03d" % number, population, dice)
             for number, population in enumerate((name for name in POPULATIONS for _ in range(PANEL_EACH)), 1)]
    cohort = []
    for number in range(1, COHORT + 1):
        population = dice.weighted(COHORT_MIX)
        second = dice.pick(list(POPULATIONS)) if dice.chance(0.06) else None
        cohort.append(Person("SCR%04d" % number, population, dice, second))
    incidence, mortality = rates()
    return {
        "cohort.vcf.gz": vcf(cohort, all_sites[:-6], dice, 0.004),
        "panel.vcf.gz": vcf(panel, all_sites[:-6], dice, 0.0),
        "panel.csv": table(
            ["sample", "population", "unrelated"] + COMPONENTS,
            [[each.name, each.population, "false" if dice.chance(0.05) else "true"]
             + ["%.4f" % value for value in each.place] for each in panel]),
        "projections.csv": table(
            ["sample"] + COMPONENTS,
            [[each.name] + ["%.4f" % value for value in each.place] for each in cohort]),
        "people.csv": table(
            ["sample", "age", "family_history"],
            [[each.name, dice.between(40, 69), "true" if dice.chance(0.12) else "false"]
             for each in cohort]),
        "scores/PGS910001_hmPOS_GRCh38.txt.gz": scoring_file(
            "PGS910001", "Synthetic breast cancer score (no meaning)", all_sites, 160, 6, dice),
        "scores/PGS910002_hmPOS_GRCh38.txt.gz": scoring_file(
            "PGS910002", "Synthetic second score (no meaning)", all_sites, 70, 4, dice),
        "rates/incidence.csv": incidence, "rates/mortality.csv": mortality,
    }
