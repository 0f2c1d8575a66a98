"""Tables of indicators counted as a whole and after a change, beside DuckDB on the same files."""

from Tables.figures import headline, median, quotients, span

OWN = "pcmflow"
CASES = [("whole", "everything", (OWN, "duckdb")), ("changed", "one hospital of a hundred changed", (OWN,)),
         ("unchanged", "nothing changed", (OWN,))]


def show(rows, figures):
    """Prints the tables."""
    print(headline(rows))
    print("| night | program | wall s | CPU s | peak MiB |")
    print("|---|---|---:|---:|---:|")
    for case, words, programs in CASES:
        for program in programs:
            def get(figure, who=program, name=case):
                return figures[who, name, figure]
            print(f"| {words} | {program} | {span(get('wallSeconds'), 2)} | {span(get('cpuSeconds'), 2)} "
                  f"| {median(get('peakMebibytes'), 0)} |")
            words = ""
    print("\n| ratio | measured | promised |\n|---|---:|---:|")
    for figure, words in (("wallSeconds", "wall"), ("cpuSeconds", "CPU")):
        whole = figures[OWN, "whole", figure]
        print(f"| {words}: DuckDB / pcmflow, everything | {span(quotients(figures['duckdb', 'whole', figure], whole), 2)} | |")
        values = quotients(figures[OWN, "changed", figure], whole)
        print(f"| {words}: changed night / everything | {span(values, 3)} | at most 0.1 |")
