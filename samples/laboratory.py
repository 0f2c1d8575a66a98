#!/usr/bin/env python3
"""Writes the sample of a laboratory: made-up variants in an old build, a chain file, knowledge, planted answers.

    samples/laboratory.py [FOLDER]        (FOLDER is `laboratory` beside this script unless given)

Python 3.9 or later, standard library only. The seed is fixed: two runs write the same bytes.
"""
import pathlib
import sys

sys.dont_write_bytecode = True

from generator import laboratory  # noqa: E402
from generator.dice import Dice  # noqa: E402

SEED = 20250102


def main():
    here = pathlib.Path(__file__).resolve().parent
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here / "laboratory"
    folder.mkdir(parents=True, exist_ok=True)
    files = laboratory.files(Dice(SEED))
    for name, text in files.items():
        (folder / name).write_text(text)
    print("%s: %d files" % (folder, len(files)))


if __name__ == "__main__":
    main()
