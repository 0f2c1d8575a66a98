#!/usr/bin/env python3
"""Writes the sample screening programme: made-up genotypes, a reference panel, scoring files, rates, people.

    samples/generate-screening.py [FOLDER]        (FOLDER is `screening` beside this script unless given)

Python 3.9 or later, standard library only. The seed is fixed: two runs write the same content
(the compressed bytes may differ between versions of zlib; what they inflate to does not).
"""
import pathlib
import sys

sys.dont_write_bytecode = True

from generator import screening  # noqa: E402


def main():
    here = pathlib.Path(__file__).resolve().parent
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here / "screening"
    files = screening.make()
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    print("%s: %d files, %.1f MB" % (folder, len(files), sum(map(len, files.values())) / 1e6))


if __name__ == "__main__":
    main()
