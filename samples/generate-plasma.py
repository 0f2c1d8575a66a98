#!/usr/bin/env python3
"""Writes the sample of circulating DNA: counts of normals, of a dilution series and of three patients over time.

    samples/generate-plasma.py [FOLDER]        (FOLDER is `plasma` beside this script unless given)

Python 3.9 or later, standard library only. The seed is fixed: two runs write the same content.
"""
import pathlib
import sys

sys.dont_write_bytecode = True

from generator import bgzf, plasma  # noqa: E402
from generator.dice import Dice  # noqa: E402

SEED = 20250608


def main():
    here = pathlib.Path(__file__).resolve().parent
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here / "plasma"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in plasma.files(Dice(SEED)).items():
        if len(content) > 50000:
            name, content = name + ".gz", bgzf.gzip(content)
        (folder / name).write_bytes(content)
        print("%s: %d bytes" % (folder / name, len(content)))


if __name__ == "__main__":
    main()
