"""Tables of comparing and scoring a round of quality assessment."""

from Tables.figures import headline, whole_processes

OWN = "pcmflow"
CASES = [("repeats", "30,000 changes in repeats", (OWN, "bcftools", "python")),
         ("round", "100 laboratories against that truth", (OWN,)),
         ("genome", "two sides of 4,000,000 variants", (OWN,)),
         ("scores", "1,000 laboratories × 50 measurands", (OWN,))]


def show(rows, figures):
    """Prints the tables."""
    print(headline(rows))
    whole_processes(figures, "case", CASES)
