"""Tables of reading, scoring and writing variants, and of the peers on the same files."""

from Tables.figures import headline, median, quotients, ratio, span

OWN = "pcmflow"
# What a program read but for the index.
BESIDES_INDEX = "readMebibytesBesidesIndex"
CASES = [
    ("gt-34k", "GT, 2,500 x 68,247, a score of 34,167 variants"),
    ("ds-10k", "GT:DS, 2,500 x 20,000, a score of 10,000 variants"),
    ("ad-3k", "GT:AD:DP:GQ:PL, 2,500 x 6,000, a score of 3,000 variants"),
    ("gzip-34k", "the GT file as plain gzip, the same score"),
    ("index-313", "the GT file with its index, a score of 313 variants"),
    ("one-10k", "the GT file, one score of 10,000 variants"),
    ("scores-100", "the GT file, 100 scores of 10,000 variants"),
    ("copy-plain", "the GT file copied to plain text"),
    ("copy-bgzf", "the GT file copied to BGZF, level 6"),
]
# Above and below the line of a ratio, figure, what is promised.
PROMISES = [
    (("plink2", "gt-34k"), (OWN, "gt-34k"), "wallSeconds", "at least 6"),
    (("plink2", "gt-34k"), (OWN, "gt-34k"), "cpuSeconds", "at least 5"),
    ((OWN, "gt-34k"), ("inflate-libdeflate", "gt-34k"), "cpuSeconds", "at most 1.6"),
    (("plink2", "ds-10k"), (OWN, "ds-10k"), "wallSeconds", "at least 3"),
    (("plink2", "ad-3k"), (OWN, "ad-3k"), "wallSeconds", "at least 3"),
    (("plink2", "index-313"), (OWN, "index-313"), "wallSeconds", "at least 20"),
    ((OWN, "index-313"), ("inflate-libdeflate", "gt-34k"), BESIDES_INDEX, "below 0.05"),
    ((OWN, "scores-100"), (OWN, "one-10k"), "wallSeconds", "at most 2.5"),
    ((OWN, "scores-100"), (OWN, "one-10k"), "cpuSeconds", "at most 2.5"),
    (("bcftools-view", "copy-plain"), (OWN, "copy-plain"), "wallSeconds", "at least 8"),
    (("bcftools-view", "copy-bgzf"), (OWN, "copy-bgzf"), "wallSeconds", "at least 1"),
]
WORDS = {"wallSeconds": "wall", "cpuSeconds": "CPU", BESIDES_INDEX: "bytes read besides the index"}


def show(rows, figures):
    """Prints the tables."""
    print(headline(rows))
    programs = list(dict.fromkeys(sorted((row["program"] for row in rows), key=lambda name: name != OWN)))
    print("| case | program | wall s | CPU s | peak MiB | read MiB | wall / ours | CPU / ours |")
    print("|---|---|---:|---:|---:|---:|---:|---:|")
    for case, words in CASES:
        for program in programs:
            def get(figure, who=program):
                return figures[who, case, figure]
            if not get("wallSeconds"):
                continue
            compared = [
                "" if program == OWN else ratio(get(figure), get(figure, OWN))
                for figure in ("wallSeconds", "cpuSeconds")
            ]
            print(f"| {words} | {program} | {span(get('wallSeconds'), 2)} | {span(get('cpuSeconds'), 2)} "
                  f"| {median(get('peakMebibytes'), 0)} | {median(get('readMebibytes'), 1)} "
                  f"| {' | '.join(compared)} |")
            words = ""

    index = figures["index", "index-313", "readMebibytes"]
    for program, case in [(OWN, "index-313"), ("inflate-libdeflate", "gt-34k")]:
        figures[program, case, BESIDES_INDEX] = {
            number: value - (index[number] if program == OWN else 0)
            for number, value in figures[program, case, "readMebibytes"].items() if number in index
        }
    print("\n| ratio | measured | promised |\n|---|---:|---:|")
    for above, below, figure, promised in PROMISES:
        values = quotients(figures[*above, figure], figures[*below, figure])
        if values:
            digits = 3 if figure == BESIDES_INDEX else 2
            print(f"| {WORDS[figure]}: {' '.join(above)} / {' '.join(below)} | {span(values, digits)} | {promised} |")
    peaks = {
        (case, number): value for case, _ in CASES
        for number, value in figures[OWN, case, "peakMebibytes"].items()
    }
    print(f"| most memory of any case, MiB | {max(peaks.values()):.0f} | at most 128 |")
