"""The planted answers of the scores: the match rules and arithmetic of `prs.score`, said plainly.

One loop a row and one a person; rules and arithmetic as pgscatalog.match 0.4.0 and
`plink2 --score` have them (mean imputation, diploid contigs, hard calls).
"""
import math

from .cohort import SAMPLES
from .scores import complement

PEOPLE = ["SYN0001", "SYN0042", "SYN0150", "SYN0151", "SYN0300"]
TYPES = ["refalt", "altref", "refalt_flip", "altref_flip",
         "no_oa_ref", "no_oa_alt", "no_oa_ref_flip", "no_oa_alt_flip"]


def match_type(effect, other, ref, alt):
    """The first rule that joins a scoring-file row to REF and ALT, or None."""
    for number, (one, two) in enumerate(((ref, alt), (alt, ref))):
        if other is not None and (effect, other) == (one, two):
            return number
    bases = set(effect + (other or "")) <= set("ACGT")
    for number, (one, two) in enumerate(((ref, alt), (alt, ref))):
        if bases and other is not None and (complement(effect), complement(other)) == (one, two):
            return 2 + number
    if other is None:
        for number, allele in enumerate((ref, alt)):
            if effect == allele:
                return 4 + number
        for number, allele in enumerate((ref, alt)):
            if bases and complement(effect) == allele:
                return 6 + number
    return None


def match(rows, records):
    """Row number -> (record, allele number, type, reasons for exclusion) of the best candidate."""
    places = {}
    for record in records:
        places.setdefault((record.contig[3:], str(record.position)), []).append(record)
    best = {}
    for number, row in enumerate(rows):
        other = row["other_allele"] or row["hm_inferOtherAllele"] or None
        other = None if other is not None and "/" in other else other
        for record in places.get((row["hm_chr"], row["hm_pos"]), []):
            for allele, alt in enumerate(record.alts, start=1):
                found = match_type(row["effect_allele"], other, record.ref, alt)
                if found is not None and (number not in best or found < best[number][2]):
                    best[number] = (record, allele if found % 2 else 0, found, allele)
    hits = {}
    for record, _, _, _ in best.values():
        hits[id(record)] = hits.get(id(record), 0) + 1
    out = {}
    for number, (record, allele, found, candidate) in best.items():
        alt, reasons = record.alts[candidate - 1], []
        if hits[id(record)] > 1:
            reasons.append("duplicate_ID")
        if set(record.ref + alt) <= set("ACGT") and complement(record.ref) == alt:
            reasons.append("ambiguous")
        if len(record.alts) > 1:
            reasons.append("multiallelic")
        out[number] = (record, allele, found, reasons)
    return out


def score(rows, matched):
    """Per person: sum, dosage sum, alleles counted, denominator. Rows are added in file order."""
    people = {name: [0.0, 0.0, 0, 0] for name in SAMPLES}
    for number, row in enumerate(rows):
        if number not in matched or matched[number][3]:
            continue
        record, allele, _, _ = matched[number]
        dosages = [None if None in call else float(call.count(allele)) for call in record.calls]
        seen = [dosage for dosage in dosages if dosage is not None]
        frequency = sum(seen) / (2 * len(seen)) if seen else 0.5
        weight, dominant = float(row["effect_weight"]), row["is_dominant"] == "True"
        recessive = row["is_recessive"] == "True"
        for name, dosage in zip(SAMPLES, dosages):
            person = people[name]
            person[3] += 2
            if dosage is None:
                person[0] += weight * (1 if dominant or recessive else 2) * frequency
                continue
            if dominant:
                dosage = min(dosage, 1.0)
            elif recessive:
                dosage = max(dosage - 1.0, 0.0)
            person[0] += weight * dosage
            person[1] += dosage
            person[2] += 2
    return people


def answers(name, rows, records):
    """The planted answers of one score over the records that passed their filters."""
    matched = match(rows, [record for record in records if record.passed])
    used = [number for number in matched if not matched[number][3]]
    people, reasons, types = score(rows, matched), {}, {}
    for number, (_, _, found, why) in matched.items():
        if why:
            for reason in why:
                reasons[reason] = reasons.get(reason, 0) + 1
        else:
            types[TYPES[found]] = types.get(TYPES[found], 0) + 1
    weights = [abs(float(row["effect_weight"])) for row in rows]
    return {
        "accession": name + "_hmPOS_GRCh38", "rows": len(rows), "matched": len(used),
        "excluded": len(matched) - len(used), "unmatched": len(rows) - len(matched),
        "matchRate": len(used) / len(rows), "passed": len(used) >= 0.75 * len(rows),
        "weightShare": math.fsum(weights[number] for number in used) / math.fsum(weights),
        "matchedByType": {kind: types[kind] for kind in TYPES if kind in types},
        "excludedByReason": dict(sorted(reasons.items())),
        "people": [{"sample": each, "alleleCount": people[each][2],
                    "denominator": people[each][3], "dosageSum": people[each][1],
                    "scoreSum": people[each][0],
                    "scoreAverage": people[each][0] / people[each][3]} for each in PEOPLE]}
