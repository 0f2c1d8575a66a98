"""Tables of the engine, and of other engines on the same graphs."""

from Tables.figures import headline, median, ratio, span

SHAPES = ["layers", "chain", "fan", "random"]
PEERS = ["snakemake", "luigi", "redun", "hyperqueue"]


def show(rows, figures):
    """Prints the tables."""
    print(headline(rows))
    alone(figures)
    planning(figures)
    for work, words in [
        ("process", "each task starts /bin/true"), ("nothing", "tasks do nothing, in the process"),
    ]:
        peers(figures, work, words)


def alone(figures):
    print("| engine alone | tasks/s | wall s | CPU s | peak MiB |\n|---|---:|---:|---:|---:|")
    for case, words in [
        *((f"tasks-{shape}", f"100,000 tasks, {shape}") for shape in SHAPES),
        ("tasks-events", "100,000 tasks, layers, with the event log"),
        ("tasks-million", "1,000,000 tasks, layers"),
        ("process-5000", "5,000 tasks, layers, /bin/true each"),
    ]:
        def get(figure):
            return figures["pcmflow", case, figure]
        # A file of an earlier form lacks some cases.
        if not get("tasksPerSecond") or not get("peakMebibytes"):
            continue
        print(f"| {words} | {span(get('tasksPerSecond'), 0)} | {median(get('wallSeconds'), 3)} "
              f"| {median(get('cpuSeconds'), 3)} | {median(get('peakMebibytes'), 0)} |")


def planning(figures):
    print("\n| planning and reuse | median (least to most) | promised |\n|---|---:|---:|")
    for case, figure, digits, words, promised in [
        ("plan", "planSeconds", 3, "plan 100,001 tasks, s", "0.5"),
        ("plan", "peakMebibytes", 0, "peak memory of that process, MiB", "150"),
        ("plan-million", "planSeconds", 2, "plan 1,000,001 tasks, s", "6"),
        ("plan-million", "peakMebibytes", 0, "peak memory of that process, MiB", "1024"),
        ("nothing-to-do", "wallSeconds", 3, "nothing to do, 100,001 tasks, whole process, s", "1.5"),
        ("nothing-to-do", "peakMebibytes", 0, "peak memory of that process, MiB", ""),
        ("reuse", "openLedgerSeconds", 3, "of it: open a ledger of 200,001 products, s", ""),
        ("reuse", "allCommittedSeconds", 3, "of it: decide, 100,001 looks at the disk, s", ""),
    ]:
        values = figures["pcmflow", case, figure]
        if values:
            print(f"| {words} | {span(values, digits)} | {promised} |")


def peers(figures, work, words):
    """Whole processes on the same graphs, and their ratios to the engine's in the same round."""
    print(f"\n| {words}; wall s (ratio to the engine) | engine | "
          + " | ".join(PEERS) + " |\n|---|---:|" + "---:|" * len(PEERS))
    for shape in SHAPES:
        case = f"{work}-{shape}"
        own = figures.get(("pcmflow", case, "wallSeconds"))
        if not own:
            continue
        cells = []
        for peer in PEERS:
            wall = figures.get((peer, case, "wallSeconds"))
            cells.append(f"{median(wall, 2)} ({ratio(wall, own)})" if wall else "-")
        print(f"| {shape} | {span(own, 3)} | " + " | ".join(cells) + " |")
    again = figures.get(("snakemake", "again-layers", "wallSeconds"))
    if work == "process" and again:
        print(f"\nSnakemake again, with nothing to do: {span(again, 2)} s")
