"""Makes data for eqa.variants: generate.py FOLDER repeats|genome [RECORDS] [MEGABASES].

`repeats`: a reference with a repeat at every change; the truth and the query say the same, each in a way of its own
(elsewhere in the repeat, padded, in two records instead of one, bases replaced together or one by one).
`genome`: SNVs, insertions and deletions all over a reference of 24 sequences; nearly all are written the same on both
sides, one in a thousand is on one side only.
"""

import pathlib
import random
import sys

HEADER = """##fileformat=VCFv4.2
{contigs}##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS1
"""


def repeats(folder, records, bases):
    random.seed(9)
    step = bases // records
    genome = bytearray(random.choices(b"ACGT", k=bases))
    truth, query = [], []
    for number in range(records):
        start = number * step + 100
        unit = random.choice([b"A", b"AC", b"CAG", b"ACGT", b"AAT"])
        copies = random.randint(5, 12)
        genome[start : start + len(unit) * copies] = unit * copies
        # What stands on either side ends the repeat.
        genome[start - 1 : start] = b"G" if unit[-1:] != b"G" else b"T"
        end = start + len(unit) * copies
        genome[end : end + 1] = b"T" if unit[:1] != b"T" else b"G"
        text = lambda a, b: genome[a:b].decode()
        kind = random.randrange(4)
        first, second = sorted(random.sample(range(copies - 2), 2))
        place = lambda copy: start + len(unit) * copy
        if kind == 0:  # one unit is lost, here or there
            for side, copy in ((truth, first), (query, second)):
                at = place(copy)
                side.append((at, text(at - 1, at + len(unit)), text(at - 1, at)))
        elif kind == 1:  # one unit more
            for side, copy in ((truth, first), (query, second)):
                at = place(copy)
                side.append((at, text(at - 1, at), text(at - 1, at) + unit.decode()))
        elif kind == 2:  # two units are lost, at once or one by one
            at = place(first)
            truth.append((at, text(at - 1, at + 2 * len(unit)), text(at - 1, at)))
            query.append((start, text(start - 1, start + len(unit)), text(start - 1, start)))
            at = place(copies - 1)
            query.append((at, text(at - 1, at + len(unit)), text(at - 1, at)))
        else:  # three bases behind the repeat are replaced, together or apart
            at = end + 5
            old = text(at, at + 3)
            new = "".join(random.choice([c for c in "ACGT" if c != b]) for b in old)
            truth.append((at + 1, old, new))
            query += [(at + 1 + i, old[i], new[i]) for i in range(3)]
    write(folder, "reference.fa", [("chr1", genome)])
    for name, side in (("truth", truth), ("query", query)):
        side.sort()
        lines = (f"chr1\t{p}\t.\t{r}\t{a}\t50\tPASS\t.\tGT\t0/1\n" for p, r, a in side)
        (folder / f"{name}.vcf").write_text(
            HEADER.format(contigs=f"##contig=<ID=chr1,length={bases}>\n") + "".join(lines))


def genome(folder, records, bases):
    random.seed(10)
    names = [f"chr{n}" for n in [*range(1, 23), "X", "Y"]]
    size = bases // len(names)
    sequences = [(name, bytearray(random.choices(b"ACGT", k=size))) for name in names]
    write(folder, "reference.fa", sequences)
    contigs = "".join(f"##contig=<ID={name},length={size}>\n" for name in names)
    step = bases // records
    with open(folder / "truth.vcf", "w") as truth, open(folder / "query.vcf", "w") as query:
        for file in (truth, query):
            file.write(HEADER.format(contigs=contigs))
        for name, sequence in sequences:
            for at in range(step, size - 20, step):
                kind = random.random()
                old = chr(sequence[at])
                if kind < 0.9:
                    new = random.choice([c for c in "ACGT" if c != old])
                elif kind < 0.95:
                    new = old + random.choice(["A", "AC", "TTG"])
                else:
                    old, new = sequence[at : at + 3].decode(), old
                call = random.choice(["0/1", "0/1", "1/1"])
                line = f"{name}\t{at + 1}\t.\t{old}\t{new}\t50\tPASS\t.\tGT\t{call}\n"
                if random.random() > 0.0005:
                    truth.write(line)
                if random.random() > 0.0005:
                    query.write(line)


def write(folder, name, sequences):
    with open(folder / name, "w") as file:
        for contig, bases in sequences:
            text = bases.decode()
            file.write(f">{contig}\n")
            file.writelines(text[i : i + 60] + "\n" for i in range(0, len(text), 60))


folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
if sys.argv[2] == "repeats":
    repeats(folder, int(sys.argv[3]), int(float(sys.argv[4]) * 1e6))
else:
    genome(folder, int(sys.argv[3]), int(float(sys.argv[4]) * 1e6))
