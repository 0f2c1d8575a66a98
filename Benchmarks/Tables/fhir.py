"""Tables of resources becoming rows, beside DuckDB on the same files."""

from Tables.figures import headline, quotients, span, whole_processes

OWN = "pcmflow"
CASES = [("200k", "200,000 Observations, 139 MiB"), ("2m", "2,000,000 Observations, 1.4 GiB")]


def show(rows, figures):
    """Prints the tables."""
    print(headline(rows))
    whole_processes(figures, "case", [(case, words, (OWN, "duckdb")) for case, words in CASES])
    print("\n| ratio | measured | promised |\n|---|---:|---:|")
    for figure, words in (("wallSeconds", "wall"), ("cpuSeconds", "CPU")):
        values = quotients(figures["duckdb", "200k", figure], figures[OWN, "200k", figure])
        if values:
            print(f"| {words}: DuckDB / pcmflow | {span(values, 2)} | at least 1 |")
    peaks = {key: value for case, _ in CASES for key, value in figures[OWN, case, "peakMebibytes"].items()}
    if peaks:
        print(f"| most memory of any case, MiB | {max(peaks.values()):.0f} | at most 128 |")
