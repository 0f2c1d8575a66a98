"""The cohort as VCFv4.3 in BGZF with a tabix index, and the broken lines planted in it."""
from . import bgzf
from .cohort import SAMPLES
from .genome import LENGTHS

# The ordinal of the good record a broken line stands before, what is broken, and the rule.
BROKEN = [
    (400, "too few columns", "columns"),
    (1100, "POS is not a number", "pos"),
    (1999, "QUAL is not a number", "qual"),
    (2700, "REF is empty", "ref"),
    (3500, "one column too many", "columns"),
    (4600, "POS is empty", "pos"),
    (5400, "ALT is empty", "alt"),
]


def header():
    lines = ["##fileformat=VCFv4.3", "##fileDate=20250101",
             "##source=PCMFlow samples/generate.py; synthetic data, no real person",
             "##reference=file:reference.fa (made-up sequence in GRCh38 contig names)"]
    lines += ["##contig=<ID=%s,length=%d,assembly=GRCh38>" % item for item in LENGTHS.items()]
    lines += [
        '##FILTER=<ID=PASS,Description="All filters passed">',
        '##FILTER=<ID=q10,Description="Quality below 10">',
        '##FILTER=<ID=s50,Description="Fewer than half of the samples have enough reads">',
        '##INFO=<ID=AC,Number=A,Type=Integer,Description="Count of each ALT allele">',
        '##INFO=<ID=AN,Number=1,Type=Integer,Description="Number of called alleles">',
        '##INFO=<ID=AF,Number=A,Type=Float,Description="Frequency of each ALT allele">',
        '##INFO=<ID=DP,Number=1,Type=Integer,Description="Reads over all samples">',
        '##INFO=<ID=END,Number=1,Type=Integer,Description="Last position of the variant">',
        '##INFO=<ID=SVTYPE,Number=1,Type=String,Description="Type of structural variant">',
        '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
        '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Reads of this sample">',
        '##ALT=<ID=DEL,Description="Deletion">']
    columns = "#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT".split() + SAMPLES
    return "".join(line + "\n" for line in lines + ["\t".join(columns)])


def info(record):
    called = record.observed()
    counts = [called.count(allele) for allele in range(1, len(record.alts) + 1)]
    fields = []
    if counts:
        fields.append("AC=" + ",".join(map(str, counts)))
        fields.append("AN=%d" % len(called))
        fields.append("AF=" + ",".join("%.6g" % (count / len(called)) if called else "."
                                       for count in counts))
    else:
        fields.append("AN=%d" % len(called))
    fields.append("DP=%d" % (sum(record.depths) if record.depths else 30 * len(SAMPLES)))
    if record.alts == ["<DEL>"]:
        fields += ["END=%d" % record.end, "SVTYPE=DEL"]
    return ";".join(fields)


def sample_cells(record):
    mark = "|" if record.phased else "/"
    cells = [mark.join("." if allele is None else str(allele) for allele in call)
             for call in record.calls]
    if record.depths is None:
        return ["GT"] + cells
    # A trailing missing field may be left out (VCFv4.3 section 1.6.2); no-calls do so here.
    return ["GT:DP"] + [cell if cell[0] == "." else "%s:%d" % (cell, depth)
                        for cell, depth in zip(cells, record.depths)]


def columns(record):
    quality = "." if record.quality is None else "%g" % record.quality
    return [record.contig, str(record.position), ".", record.ref, ",".join(record.alts) or ".",
            quality, record.filters, info(record)] + sample_cells(record)


def broken_line(record, what):
    """A copy of a good record with one thing wrong."""
    cells = columns(record)
    if what == "too few columns":
        cells = cells[:5]
    elif what == "one column too many":
        cells.append("0/0")
    elif what == "POS is not a number":
        cells[1] = cells[1][:2] + "x" + cells[1][2:]
    else:
        place = {"POS is empty": 1, "REF is empty": 3, "ALT is empty": 4, "QUAL is not a number": 5}
        cells[place[what]] = "high" if place[what] == 5 else ""
    return "\t".join(cells) + "\n"


def write(records):
    """The bytes of `cohort.vcf.gz`, of its index, and where the broken lines lie.

    A block ends after each broken line and no chunk of the index covers one, so that a reader by
    region meets good records only and a reader of the whole file meets them all.
    """
    planted = {ordinal: (what, rule) for ordinal, what, rule in BROKEN}
    writer, index, broken = bgzf.BlockWriter(), {}, []
    text = header()
    writer.write(text.encode())
    line, text_offset = text.count("\n") + 1, len(text)
    for ordinal, record in enumerate(records):
        if ordinal in planted:
            what, rule = planted[ordinal]
            bad = broken_line(record, what).encode()
            broken.append({"file": "cohort.vcf.gz", "line": line, "virtualOffset": writer.tell(),
                           "textOffset": text_offset, "rule": rule, "what": what})
            writer.write(bad)
            writer.flush()
            line, text_offset = line + 1, text_offset + len(bad)
        good = ("\t".join(columns(record)) + "\n").encode()
        offset = writer.tell()
        writer.write(good)
        index.setdefault(record.contig, bgzf.TabixContig()).add(
            record.position - 1, record.end, offset, writer.tell())
        line, text_offset = line + 1, text_offset + len(good)
    return writer.finish(), bgzf.tabix(index), broken
