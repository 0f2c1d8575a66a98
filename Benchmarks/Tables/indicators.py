"""Tables of indicators counted as a whole and after a change, beside DuckDB on the same files."""

from Tables.figures import headline, quotients, span, whole_processes

OWN = "pcmflow"
CASES = [("whole", "everything", (OWN, "duckdb")), ("changed", "one hospital of a hundred changed", (OWN,)),
         ("unchanged", "nothing changed", (OWN,))]


def show(rows, figures):
    """Prints the tables."""
    print(headline(rows))
    whole_processes(figures, "night", CASES)
    print("\n| ratio | measured | promised |\n|---|---:|---:|")
    for figure, words in (("wallSeconds", "wall"), ("cpuSeconds", "CPU")):
        whole = figures[OWN, "whole", figure]
        print(f"| {words}: DuckDB / pcmflow, everything | {span(quotients(figures['duckdb', 'whole', figure], whole), 2)} | |")
        values = quotients(figures[OWN, "changed", figure], whole)
        print(f"| {words}: changed night / everything | {span(values, 3)} | at most 0.1 |")
