#!/usr/bin/env python3
"""Writes the sample registry: made-up genotypes, scoring files, care records, planted answers.

    samples/generate.py [FOLDER]        (FOLDER is `registry` beside this script unless given)

Python 3.9 or later, standard library only. The seed is fixed: two runs write the same content
(the compressed bytes may differ between versions of zlib; what they inflate to does not).
"""
import gzip
import hashlib
import json
import pathlib
import sys

sys.dont_write_bytecode = True

from generator import bgzf, cohort, fhir, genome, registry, scores, scoring, uptake, vcf  # noqa: E402
from generator.dice import Dice  # noqa: E402

SEED = 20250101


def expected_variants(contigs, records, broken):
    indels = [record for record in records if record.is_indel]
    moved = sum(genome.left_aligned(contigs[record.contig].sequence, record.position, record.ref,
                                    record.alts[0])
                != (record.position, record.ref, record.alts[0]) for record in indels)
    calls = [call for record in records for call in record.calls]
    return {
        "file": "cohort.vcf.gz", "samples": len(cohort.SAMPLES),
        "dataLines": len(records) + len(broken), "kept": len(records), "broken": broken,
        "passed": sum(record.passed for record in records),
        "keptByContig": {name: sum(record.contig == name for record in records)
                         for name in contigs},
        "multiallelic": sum(len(record.alts) > 1 for record in records),
        "biallelicIndels": len(indels), "indelsNotNormalised": moved,
        "missingGenotypes": sum(call == (None, None) for call in calls),
        "halfMissingGenotypes": sum((call[0] is None) != (call[1] is None) for call in calls)}


def expected_registry(people, groups, broken):
    rows = uptake.cohort(people)
    table = uptake.cells(rows)
    resources = {
        "read": sum(map(len, groups.values())) + len(broken),
        "kept": sum(map(len, groups.values())), "broken": broken,
        "keptByType": {kind: len(group) for kind, group in groups.items()}}
    totals = ["advanced", "died_within_30_days", "ordered_within_60_days", "reported",
              "actionable", "treated"]
    people_of_scores = [row for row in rows if row["person"] in scoring.PEOPLE]
    return resources, {
        "rows": len(rows), "sums": {name: sum(row[name] for row in rows) for name in totals},
        "turnaroundKnown": sum(row["turnaround_days"] is not None for row in rows),
        "people": people_of_scores,
    }, {"minimumCell": uptake.MINIMUM_CELL, "cells": table, "rows": len(table),
        "suppressed": sum(cell["suppressed"] for cell in table)}


def main():
    here = pathlib.Path(__file__).resolve().parent
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here / "registry"
    contigs = genome.make(Dice(SEED))
    records = cohort.make(contigs, Dice(SEED + 1))
    tables = scores.make(contigs, records, Dice(SEED + 2))
    people = registry.make(Dice(SEED + 3))
    groups = fhir.resources(people)

    compressed, index, broken_variants = vcf.write(records)
    ndjson, broken_resources = fhir.files(groups)
    sequence, sequence_index = genome.fasta(contigs)
    files = {"cohort.vcf.gz": compressed, "cohort.vcf.gz.tbi": index,
             "reference.fa": sequence.encode(), "reference.fa.fai": sequence_index.encode()}
    for name, rows in tables.items():
        files["scores/%s_hmPOS_GRCh38.txt.gz" % name] = bgzf.gzip(
            scores.text(name, rows).encode())
    files.update(("fhir/" + name, text) for name, text in ndjson.items())

    resources, cohort_table, indicators = expected_registry(people, groups, broken_resources)
    expected = {
        "seed": SEED,
        "inflatedSHA256": {name: digest(name, data) for name, data in files.items()
                           if not name.endswith(".tbi")},
        "variants": expected_variants(contigs, records, broken_variants),
        "scores": {name: scoring.answers(name, rows, records)
                   for name, rows in tables.items()},
        "resources": resources, "cohort": cohort_table, "indicators": indicators}
    files["expected.json"] = (json.dumps(expected, indent=1) + "\n").encode()
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    print("%s: %d files, %.1f MB" % (folder, len(files), sum(map(len, files.values())) / 1e6))


def digest(name, data):
    return hashlib.sha256(gzip.decompress(data) if name.endswith(".gz") else data).hexdigest()


if __name__ == "__main__":
    main()
