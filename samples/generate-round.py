#!/usr/bin/env python3
"""Makes a round of external quality assessment with planted errors: 40 laboratories, five samples.

    samples/generate-round.py [FOLDER]     # standard library only

Everything is made up. What each laboratory must get is worked out here, not by PCMFlow, and stands in expected.json.
"""
import json
import os
import sys

LABORATORIES = ["LAB%02d" % number for number in range(1, 41)]
SAMPLES = ["S1", "S2", "S3", "S4", "S5"]
SILENT = "LAB13"  # has sent nothing at all


def genome():
    """A made-up sequence with repeats at 200 and 600."""
    state, bases = 20261123, []
    while len(bases) < 2000:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        bases.append("ACGT"[state >> 62])
    bases[200:212] = "CAGCAGCAGCAG"
    bases[199], bases[212] = "T", "T"
    bases[600:612] = "AAAAAAAAAAAA"
    bases[599], bases[612] = "C", "G"
    return "".join(bases)


GENOME = genome()


def replace(place, count):
    """Bases from a place (from 1), each by another one."""
    before = GENOME[place - 1 : place - 1 + count]
    return place, before, "".join({"A": "C", "C": "A", "G": "T", "T": "G"}[base] for base in before)


# What each sample holds: place, REF, ALT, allele fraction.
TRUTH = {
    "S1": [replace(100, 1) + (0.05,), (200, "TCAG", "T", 0.05)],
    "S2": [(600, "C", "CAA", 0.01)],
    "S3": [replace(1000, 2) + (0.2,)],
    "S4": [replace(1200, 1) + (0.005,)],
    "S5": [],
}
GENOTYPES = {
    "S1": "EGFR p.L858R",
    "S2": "KRAS p.G12D",
    "S3": "EGFR p.E746_A750del",
    "S4": "EGFR p.T790M",
    "S5": "wild type",
}
FRACTIONS = {"S1": 0.05, "S2": 0.01, "S3": 0.2, "S4": 0.005}
SPREADS = {"S1": 0.005, "S2": 0.001, "S3": 0.02, "S4": 0.0005}


def claims(laboratory):
    limit = {"LAB04": "1 %", "LAB05": "0,1 %", "LAB12": ""}.get(laboratory, "0.5 %")
    return limit


def variants(laboratory):
    """The variants a laboratory reports, and what comes of them."""
    calls = {sample: list(TRUTH[sample]) for sample in SAMPLES}
    planted = {"fp": 0, "fn": 0, "beyond_claim": 0, "vaf_rejected": 0, "kinds": "exact"}
    if laboratory == "LAB02":  # indels at the right end of their repeats
        calls["S1"][1] = (209, GENOME[208:212], GENOME[208], 0.05)
        calls["S2"] = [(612, "A", "AAA", 0.01)]
        planted["kinds"] = "normalised"
    if laboratory == "LAB03":  # two bases together as two apart
        calls["S3"] = [replace(1000, 1) + (0.2,), replace(1001, 1) + (0.2,)]
        planted["kinds"] = "haplotype"
    if laboratory in ("LAB04", "LAB05"):
        calls["S4"] = []
        planted["fn"] = 1
        planted["beyond_claim"] = 1 if laboratory == "LAB04" else 0
    if laboratory == "LAB06":
        calls["S5"] = [replace(1500, 1) + (0.03,)]
        planted["fp"] = 1
    if laboratory == "LAB08":
        calls["S1"], calls["S2"] = calls["S2"], calls["S1"]
        planted["fp"], planted["fn"] = 3, 3
    if laboratory == "LAB09":
        calls["S3"] = [replace(1000, 2) + (0.5,)]
        planted["vaf_rejected"] = 1
    if laboratory == "LAB10":
        calls["S1"] = calls["S1"][:1]
        planted["fn"], planted["beyond_claim"] = 1, 1
    if laboratory == "LAB11":  # one base off
        place, ref, alt, fraction = calls["S1"][0]
        calls["S1"][0] = (place + 1, ref, alt, fraction)
        planted["fp"], planted["fn"] = 1, 1
    return calls, planted


def vcf(calls, samples):
    lines = [
        "##fileformat=VCFv4.3",
        '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
        '##FORMAT=<ID=AF,Number=A,Type=Float,Description="Allele fraction">',
        "##contig=<ID=chr7,length=2000>",
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t" + "\t".join(samples),
    ]
    rows = {}
    for sample in samples:
        for place, ref, alt, fraction in calls[sample]:
            rows.setdefault((place, ref, alt), {})[sample] = fraction
    for (place, ref, alt), fractions in sorted(rows.items()):
        cells = ["0/1:%s" % fractions[s] if s in fractions else "0/0:." for s in samples]
        lines.append("chr7\t%d\t.\t%s\t%s\t.\tPASS\t.\tGT:AF\t%s" % (place, ref, alt, "\t".join(cells)))
    return "\n".join(lines) + "\n"


def genotypes(laboratory):
    """What a laboratory says of each sample, and the criterion that each answer meets."""
    answers = dict(GENOTYPES)
    criteria = {sample: "correct" for sample in SAMPLES}
    extra, targets = [], ""
    if laboratory == "LAB04":
        answers["S4"], criteria["S4"] = "negative", "false_negative_at_or_below_lod"
    if laboratory == "LAB05":
        answers["S4"], criteria["S4"] = "wild-type", "false_negative_above_or_unknown_lod"
    if laboratory == "LAB06":
        answers["S5"], criteria["S5"] = "KRAS p.G12D", "false_positive"
    if laboratory == "LAB08":
        answers["S1"], answers["S2"] = answers["S2"], answers["S1"]
        criteria["S1"] = criteria["S2"] = "wrong_variant_therapeutic"
    if laboratory == "LAB10":
        targets = "EGFR p.L858R;EGFR p.T790M;KRAS"
        answers["S3"], criteria["S3"] = "wild type", "false_negative_not_tested"
    if laboratory == "LAB14":
        answers["S3"], criteria["S3"] = "EGFR exon 19 deletion", "correct_unspecified"
    if laboratory == "LAB16":
        answers["S2"], criteria["S2"] = "failed", "failed"
    if laboratory == "LAB17":
        answers["S1"] = "EGFR  p.(Leu858Arg)"
    if laboratory == "LAB18":
        answers.pop("S3")
        extra.append(("S9", "EGFR p.E746_A750del"))
        criteria["S3"] = "no_answer"
    if laboratory == "LAB19":
        extra.append(("S1", GENOTYPES["S1"]))
    if laboratory == "LAB21":
        extra.append(("S1", "wild type"))
        criteria["S1"] = "no_answer"
    if laboratory == "LAB22":  # the same treatment, so no critical error
        answers["S2"], criteria["S2"] = "KRAS p.G12V", "wrong_variant_no_therapeutic"
    return list(answers.items()) + extra, criteria, targets


def values(laboratory):
    """The fractions a laboratory measures, as it writes them, and the verdict that each gets."""
    number = int(laboratory[3:])
    cells, verdicts = {}, {}
    for place, sample in enumerate(FRACTIONS):
        z = ((number * 37 + place * 11) % 17 - 8) / 5  # from -1.6 to 1.6
        if laboratory == "LAB07" and sample == "S1":
            z = 2.5
        if laboratory == "LAB12" and sample == "S3":
            z = -4.0
        verdicts[sample] = "acceptable" if abs(z) <= 2 else "warning" if abs(z) < 3 else "action"
        cells[sample] = "%.6g" % (FRACTIONS[sample] + z * SPREADS[sample])
    if laboratory == "LAB15":  # percent without saying so
        for sample in cells:
            cells[sample], verdicts[sample] = "%.6g" % (100 * float(cells[sample])), "action"
    if laboratory == "LAB20":
        cells["S4"], verdicts["S4"] = '"<0,5 %"', None
    if laboratory in ("LAB36", "LAB37"):  # no file that can be read
        verdicts = {}
    if laboratory in ("LAB25", "LAB27", "LAB30"):
        cells = {sample: "%.6g" % (100 * float(cell)) for sample, cell in cells.items()}
    if laboratory == "LAB30":
        cells = {sample: cell + " %" for sample, cell in cells.items()}
    if laboratory == "LAB25":
        cells = {sample: cell.replace(".", ",") for sample, cell in cells.items()}
    return cells, verdicts


def measured_file(laboratory):
    """The bytes of a laboratory's table of fractions, and what each row gets."""
    cells, verdicts = values(laboratory)
    rows = [[sample, cell] for sample, cell in cells.items()]
    header, delimiter, encoding, mark = ["measurand", "value"], ",", "utf-8", b""
    if laboratory == "LAB25":
        header, delimiter, encoding = ["Messgröße", "Anteil (%)"], ";", "latin-1"
    if laboratory == "LAB26":
        mark = b"\xef\xbb\xbf"
    if laboratory == "LAB27":
        header = ["Measurand", "VAF [%]"]
    if laboratory == "LAB28":
        rows.append(rows[0])
    if laboratory == "LAB29":
        rows.append(["S2", "0.02"])
        verdicts.pop("S2")
    if laboratory == "LAB31":
        rows.append(["S2", "0.01", "seen twice"])  # a cell too many
    if laboratory == "LAB32":
        rows[1][1], _ = "about one percent", verdicts.pop("S2")
    if laboratory == "LAB33":  # a name spelt in another way
        rows[1][0] = "s 2"
    if laboratory == "LAB34":  # a sample that was not sent out
        rows.append(["S7", "0.1"])
    if laboratory == "LAB35":  # as spreadsheets write it
        header, delimiter, mark = ["measurand", "value"], ";", b"sep=;\r\n"
    if laboratory == "LAB36":  # a workbook under the name of a table
        return b"PK\x03\x04\x14\x00\x06\x00 made up, not a real workbook", verdicts
    if laboratory == "LAB37":
        header = ["measurand", "reading"]
    text = "\n".join(delimiter.join(row) for row in [header] + rows) + "\n"
    return mark + text.encode(encoding), verdicts


def earlier(round_number):
    """The scores of an earlier round, as a scheme publishes them."""
    lines = ["laboratory,measurand,value,z,verdict"]
    for laboratory in LABORATORIES:
        number = int(laboratory[3:])
        for place, sample in enumerate(FRACTIONS):
            z = ((number * 31 + place * 13 + round_number * 7) % 19 - 9) / 5  # from -1.8 to 1.8
            if laboratory == "LAB07":  # drifts from round to round
                z = 0.6 + 0.7 * round_number
            if laboratory == "LAB12" and round_number == 1 and sample == "S3":
                z = 3.4
            verdict = "acceptable" if abs(z) <= 2 else "warning" if abs(z) < 3 else "action"
            value = FRACTIONS[sample] + z * SPREADS[sample]
            lines.append("%s,%s,%.6g,%.6g,%s" % (laboratory, sample, value, z, verdict))
    return "\n".join(lines) + "\n"


def main(folder):
    def write(name, content):
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())

    lines = "\n".join(GENOME[i : i + 60] for i in range(0, len(GENOME), 60))
    write("reference.fa", ">chr7\n" + lines + "\n")
    write("truth.vcf", vcf(TRUTH, SAMPLES))
    write(
        "expected-genotypes.csv",
        "sample,result,vaf,unspecified\n"
        + "".join(
            "%s,%s,%s,%s\n"
            % (s, GENOTYPES[s], FRACTIONS.get(s, ""), "EGFR exon 19 deletion" if s == "S3" else "")
            for s in SAMPLES
        ),
    )
    targets = {"LAB10": "chr7:90-110;chr7:590-1300"}
    write(
        "claims.csv",
        "laboratory,claimed_lod,targets\n"
        + "".join('%s,"%s",%s\n' % (l, claims(l), targets.get(l, "")) for l in LABORATORIES),
    )
    for number, name in enumerate(["2025-1", "2025-2"], 1):
        write("earlier/%s.csv" % name, earlier(number))
    # What is sent out to be filled in; schemas/eqa-*.schema.json say what each cell may hold.
    write("template-values.csv", "measurand,value\n" + "".join("%s,\n" % s for s in FRACTIONS))
    write(
        "template-genotypes.csv",
        "sample,result,claimed_lod,targets\n" + "".join("%s,,,\n" % s for s in SAMPLES),
    )
    expected = {}
    for laboratory in LABORATORIES:
        if laboratory == SILENT:
            expected[laboratory] = {
                "criteria": {sample: "no_answer" for sample in SAMPLES}, "verdicts": {}, "variants": None,
            }
            continue
        calls, planted = variants(laboratory)
        write("variants/%s.vcf" % laboratory, vcf(calls, SAMPLES))
        answers, criteria, tested = genotypes(laboratory)
        rows = ['%s,%s,"%s",%s' % (s, a, claims(laboratory), tested) for s, a in answers]
        write(
            "genotypes/%s.csv" % laboratory,
            "sample,result,claimed_lod,targets\n" + "\n".join(rows) + "\n",
        )
        content, verdicts = measured_file(laboratory)
        write("values/%s.csv" % laboratory, content)
        expected[laboratory] = {"criteria": criteria, "verdicts": verdicts, "variants": planted}
    write("expected.json", json.dumps(expected, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    default = os.path.join(os.path.dirname(os.path.abspath(__file__)), "eqa-round")
    main(sys.argv[1] if len(sys.argv) > 1 else default)
