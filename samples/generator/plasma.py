"""Made-up counts of plasma sequencing: a panel of normals, a dilution series, patients over time."""
import math

BASES = "ACGT"
#: Allele fractions of the dilution series, each with its replicates.
DILUTION = {0.0: 24, 1e-4: 12, 2.5e-4: 12, 5e-4: 12, 1e-3: 12, 2.5e-3: 8, 1e-2: 8}
#: ctDNA fractions of three patients at their visits: one clears, one relapses, one does not respond.
COURSES = {
    "PAT-A": (0.040, 0.006, 0.0008, 0.0, 0.0, 0.0),
    "PAT-B": (0.015, 0.0004, 0.0, 0.0003, 0.002, 0.012),
    "PAT-C": (0.008, 0.009, 0.007, 0.011, 0.010, 0.016),
}
DAYS = (0, 28, 56, 112, 168, 252)
NANOGRAMS = {"PAT-A": (22.0, 14.5, 9.0, 7.5, 6.8, 7.2), "PAT-B": (12.0, 8.5, 7.9, 8.8, 11.5, 19.0),
             "PAT-C": (16.0, 17.5, 15.0, 18.0, 21.0, 30.0)}
NORMALS = 32
SITES = 96
VARIANTS = 16
#: Sites where errors are of the sample's making, not of chance.
ARTEFACTS = {7: 2e-3, 23: 8e-4, 40: 5e-4, 61: 1.2e-3, 80: 6e-4}


def draw(dice, trials, probability):
    """A binomial draw, by inversion."""
    if probability <= 0:
        return 0
    unit, count = dice.unit(), 0
    term = math.exp(trials * math.log1p(-probability))
    total = term
    while unit > total and count < trials:
        term *= (trials - count) / (count + 1) * probability / (1 - probability)
        count += 1
        total += term
        if term < 1e-18 and count > trials * probability:
            break
    return count


class Panel:
    """Positions with an allele each, its error rate, and tumours that have some of them."""

    def __init__(self, dice):
        positions = sorted({dice.between(1000, 200000) for _ in range(2 * SITES)})
        self.sites = []
        for number, position in enumerate(dice.some(SITES, positions)):
            ref = dice.pick(BASES)
            alt = dice.pick([base for base in BASES if base != ref])
            rate = ARTEFACTS.get(number, (4e-5 if (ref, alt) in (("C", "T"), ("G", "A")) else 1e-5))
            self.sites.append((("chr17", "chr7")[number % 2], position, ref, alt, rate))
        clean = [n for n in range(SITES) if n not in ARTEFACTS]
        chosen = dice.some(VARIANTS * len(COURSES) + VARIANTS, clean)
        owners = list(COURSES) + ["DILUTION"]
        self.tumours = {
            owner: {n: round(0.2 + 0.5 * dice.unit(), 3)
                    for n in chosen[i * VARIANTS:(i + 1) * VARIANTS]}
            for i, owner in enumerate(owners)}

    def rows(self, dice, sample, depth, fraction=0.0, tumour=None):
        """What a sample shows at every site."""
        for number, (chrom, position, ref, alt, rate) in enumerate(self.sites):
            molecules = int(depth * (0.6 + 0.8 * dice.unit()))
            share = fraction * self.tumours[tumour].get(number, 0.0) if tumour else 0.0
            # An artefact differs from one sample to the next.
            noise = rate * (0.5 + dice.unit()) if number in ARTEFACTS else rate
            mutant = draw(dice, molecules, noise + share * (1 - 2 * noise))
            yield [sample, chrom, position, ref, alt, mutant, molecules - mutant]


def table(header, rows):
    return "".join(",".join(map(str, row)) + "\n" for row in [header] + rows).encode()


def files(dice):
    """Every table by its name."""
    panel = Panel(dice)
    header = ["sample", "chrom", "pos", "ref", "alt", "alt_count", "ref_count"]
    normals, series, plasma, levels, visits, tumours = [], [], [], [], [], []
    for number in range(NORMALS):
        normals += panel.rows(dice, "NORMAL-%02d" % (number + 1), 6000)
    for level, replicates in DILUTION.items():
        for replicate in range(replicates):
            sample = "D%g-%02d" % (level, replicate + 1)
            series += panel.rows(dice, sample, 6000, level, "DILUTION")
            levels.append([sample, level])
    for patient, course in COURSES.items():
        for visit, fraction in enumerate(course):
            sample = "%s-%d" % (patient, visit + 1)
            nanograms = NANOGRAMS[patient][visit]
            # A tube of 4 ml, of which two molecules in five are sequenced.
            depth = int(4 * nanograms * 1000 / 3.3 * 0.4)
            plasma += panel.rows(dice, sample, min(depth, 16000), fraction, patient)
            day = DAYS[visit]
            visits.append([sample, patient, "2025-%02d-%02d" % (1 + day // 28, 1 + day % 28),
                           nanograms])
            tumours += [[sample, *panel.sites[n][:4], vaf]
                        for n, vaf in panel.tumours[patient].items()]
    shared = [[*panel.sites[n][:4], vaf] for n, vaf in panel.tumours["DILUTION"].items()]
    return {
        "normals.csv": table(header, normals), "dilution.csv": table(header, series),
        "plasma.csv": table(header, plasma), "levels.csv": table(["sample", "level"], levels),
        "samples.csv": table(["sample", "patient", "date", "cfdna_ng_per_ml"], visits),
        "tumours.csv": table(["sample", "chrom", "pos", "ref", "alt", "vaf"], tumours),
        "dilution-tumour.csv": table(["chrom", "pos", "ref", "alt", "vaf"], shared)}
