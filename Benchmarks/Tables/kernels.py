"""Instructions of each kernel of the VCF core."""

from Tables.figures import headline, median


def show(rows, figures):
    """Prints the table."""
    print(headline(rows))
    print("| kernel | unit | instructions | nanoseconds, least |\n|---|---|---:|---:|")
    for case in dict.fromkeys(row["case"] for row in rows):
        for unit in ("Byte", "Cell"):
            counted = figures["pcmflow", case, f"instructionsPer{unit}"]
            if counted:
                clocked = figures["pcmflow", case, f"nanosecondsPer{unit}"]
                print(f"| {case} | {unit.lower()} | {median(counted, 2)} | {median(clocked, 3)} |")
