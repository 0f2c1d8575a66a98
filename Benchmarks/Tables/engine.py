"""Tables of the engine, and of Snakemake on the same graph."""

from Tables.figures import headline, median, ratio, span


def show(rows, figures):
    """Prints the tables."""
    print(headline(rows))
    print("| engine alone | tasks/s | wall s | CPU s | transactions |\n|---|---:|---:|---:|---:|")
    for case, words in [
        ("tasks-layers", "10,000 tasks, layers"), ("tasks-chain", "10,000 tasks, chain"),
        ("tasks-fan", "10,000 tasks, fan"), ("tasks-random", "10,000 tasks, random"),
        ("tasks-layers-100000", "100,000 tasks, layers"),
    ]:
        def get(figure):
            return figures["pcmflow", case, figure]
        print(f"| {words} | {span(get('tasksPerSecond'), 0)} | {median(get('wallSeconds'), 3)} "
              f"| {median(get('cpuSeconds'), 3)} | {median(get('transactions'), 0)} |")

    print("\n| planning and reuse, 100,000 files | median (least to most) |\n|---|---:|")
    for case, figure, digits, words in [
        ("plan", "compileSeconds", 4, "compile, s"),
        ("plan", "planSeconds", 3, "plan 100,001 tasks, s"),
        ("plan", "peakMebibytes", 0, "peak memory of the process, MiB"),
        ("reuse", "nothingCommittedSeconds", 3, "open an empty ledger and decide, s"),
        ("reuse", "openLedgerSeconds", 3, "open a ledger of 200,001 products, s"),
        ("reuse", "allCommittedSeconds", 3, "decide, all committed (100,001 looks at the disk), s"),
    ]:
        print(f"| {words} | {span(figures['pcmflow', case, figure], digits)} |")

    print("\n| 200 tasks, whole process | wall s | CPU s |\n|---|---:|---:|")
    peer, own = [], []
    for program, case, words in [
        ("snakemake", "peer-shell", "Snakemake, a shell a task"),
        ("pcmflow", "peer-shell", "engine, a shell a task"),
        ("snakemake", "peer-again", "Snakemake, again with nothing to do"),
        ("pcmflow", "peer-in-process", "engine, tasks in the process (no shell: another thing)"),
    ]:
        wall, cpu = (figures[program, case, name] for name in ("wallSeconds", "cpuSeconds"))
        if case == "peer-shell":
            (peer if program == "snakemake" else own).extend([wall, cpu])
        print(f"| {words} | {span(wall, 3)} | {span(cpu, 3)} |")
    print(f"| **Snakemake / engine, a shell a task each** | {ratio(peer[0], own[0])} "
          f"| {ratio(peer[1], own[1])} |")
