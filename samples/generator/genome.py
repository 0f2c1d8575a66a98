"""A made-up reference: three short contigs with tandem repeats."""

LENGTHS = {"chr20": 180_000, "chr21": 140_000, "chr22": 160_000}
LEADING_GAP = 600
LINE = 60


class Contig:
    """A sequence in capitals and its tandem repeats as (start, unit, copies), 0-based."""

    def __init__(self, name, length, dice):
        self.name = name
        self.repeats = []
        pieces, at = ["N" * LEADING_GAP], LEADING_GAP
        while at < length:
            plain = "".join(dice.weighted({"A": 29, "C": 21, "G": 21, "T": 29})
                            for _ in range(dice.between(150, 500)))
            unit = self._unit(dice, plain[-1])
            copies = dice.between(6, 16)
            pieces += [plain, unit * copies]
            self.repeats.append((at + len(plain), unit, copies))
            at += len(plain) + len(unit) * copies
        self.sequence = "".join(pieces)[:length]
        self.repeats = [(start, unit, copies) for start, unit, copies in self.repeats
                        if start + len(unit) * copies + 20 < length]

    @staticmethod
    def _unit(dice, before):
        """A repeat unit that the base before it does not continue: it starts where we say."""
        while True:
            length = dice.weighted({1: 3, 2: 4, 3: 3, 4: 2})
            unit = "".join(dice.pick("ACGT") for _ in range(length))
            if unit[-1] != before and (len(unit) == 1 or len(set(unit)) > 1):
                return unit

    def masked(self):
        """The sequence as it is written: repeats in small letters, as genome browsers give it."""
        letters = list(self.sequence)
        for start, unit, copies in self.repeats:
            for index in range(start, start + len(unit) * copies):
                letters[index] = letters[index].lower()
        return "".join(letters)


def make(dice):
    return {name: Contig(name, length, dice) for name, length in LENGTHS.items()}


def fasta(contigs):
    """The FASTA text and its `.fai`."""
    text, index, offset = [], [], 0
    for contig in contigs.values():
        title = ">%s synthetic sequence, not human\n" % contig.name
        letters = contig.masked()
        lines = [letters[at:at + LINE] + "\n" for at in range(0, len(letters), LINE)]
        index.append("%s\t%d\t%d\t%d\t%d\n"
                     % (contig.name, len(letters), offset + len(title), LINE, LINE + 1))
        text += [title] + lines
        offset += len(title) + sum(map(len, lines))
    return "".join(text), "".join(index)


def left_aligned(sequence, position, ref, alt):
    """The parsimonious, left-aligned form of one allele pair (Tan 2015); position is 1-based."""
    while True:
        if ref and alt and ref[-1] == alt[-1] and (len(ref) > 1 or len(alt) > 1):
            ref, alt = ref[:-1], alt[:-1]
        elif not ref or not alt:
            position -= 1
            base = sequence[position - 1]
            ref, alt = base + ref, base + alt
        else:
            break
    while len(ref) > 1 and len(alt) > 1 and ref[0] == alt[0]:
        position, ref, alt = position + 1, ref[1:], alt[1:]
    return position, ref, alt
