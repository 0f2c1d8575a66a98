"""Two made-up scoring files in PGS Catalog format 2.0 with harmonised positions."""
from .cohort import BASES
from .genome import LENGTHS, left_aligned

COMPLEMENT = {"A": "T", "C": "G", "G": "C", "T": "A"}
AUTHOR_SHIFT = 12_345
COLUMNS = ["rsID", "chr_name", "chr_position", "effect_allele", "other_allele", "effect_weight",
           "allelefrequency_effect", "is_dominant", "is_recessive", "hm_source", "hm_rsID",
           "hm_chr", "hm_pos", "hm_inferOtherAllele"]

# Rows of each kind; the kinds are described in `Builder`.
RECIPES = {
    "PGS900001": {"altref": 130, "refalt": 60, "altref_flip": 20, "refalt_flip": 15,
                  "ambiguous": 20, "inferred": 12, "inferred_two": 6, "no_other": 4, "indel": 14,
                  "shifted_indel": 4, "multiallelic": 6, "duplicate": 3, "absent": 8,
                  "other_alleles": 4, "no_position": 3, "other_contig": 3, "not_passed": 4},
    "PGS900002": {"altref": 100, "refalt": 40, "altref_flip": 6, "refalt_flip": 4,
                  "dominant": 25, "recessive": 25, "ambiguous": 14, "indel": 6, "multiallelic": 6,
                  "duplicate": 2, "absent": 10},
}
NAMES = {"PGS900001": "Synthetic additive trait (no meaning)",
         "PGS900002": "Synthetic trait with dominant and recessive rows (no meaning)"}


def complement(allele):
    return "".join(COMPLEMENT[base] for base in allele)


def is_ambiguous(record):
    return complement(record.ref) == record.alts[0]


class Builder:
    """Draws the rows of one scoring file, each from a site of its own."""

    def __init__(self, contigs, records, dice):
        self.contigs, self.dice, self.used = contigs, dice, set()
        self.places = {}
        for record in records:
            self.places.setdefault((record.contig, record.position), []).append(record)
        alone = [record for record in records
                 if len(self.places[(record.contig, record.position)]) == 1]
        common = [record for record in alone if sum(map(bool, record.observed())) >= 24]
        passed = [record for record in common if record.passed]
        snvs = [record for record in passed if record.is_snv]
        indels = [record for record in passed if record.is_indel]
        self.pools = {
            "snv": [record for record in snvs if not is_ambiguous(record)],
            "ambiguous": [record for record in snvs if is_ambiguous(record)],
            "indel": indels,
            "shifted": [record for record in indels if self._aligned(record)[0] != record.position],
            "multiallelic": [record for record in passed if len(record.alts) > 1
                             and all(set(alt) <= set(BASES) for alt in record.alts)],
            "not_passed": [record for record in common if record.is_snv and not record.passed],
        }

    def _aligned(self, record):
        sequence = self.contigs[record.contig].sequence
        return left_aligned(sequence, record.position, record.ref, record.alts[0])

    def site(self, pool):
        while True:
            record = self.dice.pick(self.pools[pool])
            if id(record) not in self.used:
                self.used.add(id(record))
                return record

    def weight(self):
        """About normal, with as many digits as a double has; now and then with an exponent."""
        unit = self.dice.unit
        value = unit() + unit() + unit() + unit() - 2.0
        style = self.dice.weighted({"full": 6, "short": 3, "exponent": 1})
        if style == "full":
            return repr(value / 7)
        return "%.4f" % (value / 7) if style == "short" else "%.3e" % (value / 4096)

    def row(self, record, effect, other, infer="", **cells):
        called = record.observed()
        share = called.count(record.alts.index(effect) + 1 if effect in record.alts else 0)
        row = dict.fromkeys(COLUMNS, "")
        row.update(chr_name=record.contig[3:], chr_position=str(record.position + AUTHOR_SHIFT),
                   effect_allele=effect, other_allele=other, effect_weight=self.weight(),
                   allelefrequency_effect="%.4f" % (share / len(called)), hm_source="liftover",
                   hm_chr=record.contig[3:], hm_pos=str(record.position),
                   hm_inferOtherAllele=infer)
        row.update(cells)
        return row

    def draw(self, kind):
        """The row, or rows, of one kind."""
        method = getattr(self, "_" + kind)
        rows = method()
        return rows if isinstance(rows, list) else [rows]

    def _altref(self):
        record = self.site("snv")
        return self.row(record, record.alts[0], record.ref)

    def _refalt(self):
        record = self.site("snv")
        return self.row(record, record.ref, record.alts[0])

    def _flipped(self, row):
        row.update(effect_allele=complement(row["effect_allele"]),
                   other_allele=complement(row["other_allele"]))
        return row

    def _altref_flip(self):
        return self._flipped(self._altref())

    def _refalt_flip(self):
        return self._flipped(self._refalt())

    def _ambiguous(self):
        record = self.site("ambiguous")
        return self.row(record, record.alts[0], record.ref)

    def _inferred(self):
        """No other allele of the author's; the harmoniser inferred one."""
        record = self.site("snv")
        return self.row(record, record.alts[0], "", record.ref)

    def _inferred_two(self):
        """Several inferred other alleles are as good as none."""
        record = self.site("snv")
        effect = record.alts[0] if self.dice.chance(0.5) else record.ref
        return self.row(record, effect, "", "/".join(sorted(set(BASES) - {effect}))[:3])

    def _no_other(self):
        record = self.site("snv")
        row = self.row(record, record.alts[0], "")
        if self.dice.chance(0.5):
            row["effect_allele"] = complement(row["effect_allele"])
        return row

    def _indel(self):
        """An indel spelt as the cohort spells it."""
        record = self.site("indel")
        alleles = [record.alts[0], record.ref]
        return self.row(record, *(alleles if self.dice.chance(0.7) else alleles[::-1]))

    def _shifted_indel(self):
        """An indel in left-aligned form, which the cohort is not: no match before normalisation."""
        record = self.site("shifted")
        position, ref, alt = self._aligned(record)
        row = self.row(record, record.alts[0], record.ref, hm_pos=str(position))
        row.update(effect_allele=alt, other_allele=ref)
        return row

    def _multiallelic(self):
        record = self.site("multiallelic")
        return self.row(record, record.alts[0], record.ref)

    def _duplicate(self):
        """One variant twice, the second time from the other side or again."""
        record = self.site("snv")
        alleles = [record.alts[0], record.ref]
        again = alleles[::-1] if self.dice.chance(0.5) else alleles
        return [self.row(record, *alleles), self.row(record, *again)]

    def _absent(self):
        """A position where the cohort has no record."""
        row = self._altref()
        contig = "chr" + row["hm_chr"]
        while (contig, int(row["hm_pos"])) in self.places:
            row["hm_pos"] = str(self.dice.between(1000, LENGTHS[contig]))
        return row

    def _other_alleles(self):
        """A position of the cohort's with alleles that are not the cohort's, on either strand."""
        record = self.site("snv")
        return self.row(record, record.alts[0], record.ref + record.alts[0])

    def _no_position(self):
        row = self._altref()
        row.update(hm_source="Unknown", hm_chr="", hm_pos="")
        return row

    def _other_contig(self):
        row = self._altref()
        contig = self.dice.pick(["1", "13", "X"])
        row.update(chr_name=contig, hm_chr=contig)
        return row

    def _not_passed(self):
        record = self.site("not_passed")
        return self.row(record, record.alts[0], record.ref)

    def _dominant(self):
        record = self.site("snv")
        effect = [record.alts[0], record.ref]
        return self.row(record, *effect, is_dominant="True", is_recessive="False")

    def _recessive(self):
        record = self.site("snv")
        effect = [record.ref, record.alts[0]] if self.dice.chance(0.5) else [record.alts[0],
                                                                             record.ref]
        return self.row(record, *effect, is_dominant="False", is_recessive="True")


def make(contigs, records, dice):
    """Score identifier -> rows, in an order that mixes the kinds."""
    scores = {}
    for name, recipe in RECIPES.items():
        builder = Builder(contigs, records, dice)
        rows = [row for kind, count in recipe.items() for _ in range(count)
                for row in builder.draw(kind)]
        scores[name] = dice.some(len(rows), rows)
    return scores


def text(name, rows):
    """The scoring file as the PGS Catalog would write it."""
    harmonised = sum(row["hm_pos"] != "" for row in rows)
    head = [
        "###PGS CATALOG SCORING FILE - synthetic example made by samples/generate.py;"
        " not a score of the PGS Catalog, not for use on people",
        "#format_version=2.0", "##POLYGENIC SCORE (PGS) INFORMATION", "#pgs_id=" + name,
        "#pgs_name=SYNTHETIC_" + name[3:], "#trait_reported=" + NAMES[name], "#trait_mapped=",
        "#trait_efo=", "#genome_build=GRCh37", "#variants_number=%d" % len(rows),
        "#weight_type=NR", "##SOURCE INFORMATION", "#pgp_id=PGP900000",
        "#citation=Synthetic data, no publication", "##HARMONIZATION DETAILS",
        "#HmPOS_build=GRCh38", "#HmPOS_date=2025-01-01",
        '#HmPOS_match_chr={"True": %d, "False": 0}' % harmonised,
        '#HmPOS_match_pos={"True": %d, "False": 0}' % harmonised]
    # A column no row fills is left out, as the Catalog does.
    kept = [column for column in COLUMNS
            if column.startswith("hm_") or any(row[column] for row in rows)]
    lines = head + ["\t".join(kept)] + ["\t".join(row[column] for column in kept) for row in rows]
    return "".join(line + "\n" for line in lines)
