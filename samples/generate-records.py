#!/usr/bin/env python3
"""Writes the sample of oncology records: FHIR R4 of 120 people, and how many rows each view makes of them.

    samples/generate-records.py [FOLDER]        (FOLDER is `oncology` beside this script unless given)

Python 3.9 or later, standard library only. The seed is fixed: two runs write the same content.
"""
import pathlib
import sys

sys.dont_write_bytecode = True

from generator import oncology  # noqa: E402
from generator.dice import Dice  # noqa: E402

SEED = 20260118


def main():
    here = pathlib.Path(__file__).resolve().parent
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here / "oncology"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in oncology.files(Dice(SEED)).items():
        (folder / name).write_bytes(content)
        print("%s: %d bytes" % (folder / name, len(content)))


if __name__ == "__main__":
    main()
