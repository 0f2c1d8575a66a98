"""Tables of normalising beside bcftools on the same files."""

from Tables.figures import headline, ratio, whole_processes

OWN = "pcmflow"
CASES = [("cohort-plain", "100 samples × 40,000 records, to plain text", "at least 3"),
         ("cohort-bgzf", "the same, to BGZF", "at least 1"),
         ("sites-plain", "1,000,000 sites, to plain text", "at least 4"),
         ("sites-bgzf", "the same, to BGZF", "at least 1")]


def show(rows, figures):
    """Prints the tables."""
    print(headline(rows))
    whole_processes(figures, "case", [(case, words, (OWN, "bcftools")) for case, words, _ in CASES])
    print("\n| bcftools / pcmflow | wall | promised | CPU |\n|---|---:|---:|---:|")
    for case, words, promise in CASES:
        wall, cpu = (ratio(figures["bcftools", case, figure], figures[OWN, case, figure])
                     for figure in ("wallSeconds", "cpuSeconds"))
        print(f"| {words} | {wall} | {promise} | {cpu} |")
