#!/usr/bin/env python3
"""Writes made-up people and events as CSV, for the benchmark of indicators: generate.py FOLDER [PEOPLE] [EVENTS] [FILES]

Seeded; person n of file f has the same rows each time. Events are cut into files by their person, so that a night in which
one file changes is a night in which that share of the people changed. `--changed FILE` writes that events file anew with
other values.
"""
import pathlib
import random
import sys

REGIONS = ["R%02d" % number for number in range(1, 21)]
BANDS = ["0-49", "50-59", "60-69", "70-79", "80+"]
KINDS = ["test", "report", "drug", "visit", "scan"]


def day(number):
    return "20%02d-%02d-%02d" % (22 + number // 336, number % 336 // 28 + 1, number % 28 + 1)


def people(folder, count, files):
    for part in range(files):
        dice = random.Random(1000 + part)
        with open(folder / ("people-%03d.csv" % part), "w") as file:
            file.write("person,region,sex,age_band,income,diagnosed,advanced\n")
            for number in range(part * count // files, (part + 1) * count // files):
                bits = dice.getrandbits(32)
                file.write("P%07d,%s,%s,%s,Q%d,%s,%s\n" % (
                    number, REGIONS[bits % 20], "fm"[bits >> 5 & 1], BANDS[(bits >> 6) % 5],
                    (bits >> 9) % 5 + 1, day((bits >> 12) % 1008), ("false", "true")[bits >> 30 & 1]))


def events(folder, part, count, total, files, seed):
    dice = random.Random(seed + part)
    low, high = part * count // files, (part + 1) * count // files
    with open(folder / ("events-%03d.csv" % part), "w") as file:
        file.write("event,person,kind,day,amount\n")
        for number in range(part * total // files, (part + 1) * total // files):
            bits = dice.getrandbits(48)
            file.write("E%08d,P%07d,%s,%s,%d\n" % (
                number, low + (bits >> 16) % max(1, high - low), KINDS[bits % 5],
                day((bits >> 4) % 1008), (bits >> 3) % 5000))


def main():
    arguments = [each for each in sys.argv[1:] if not each.startswith("--")]
    folder = pathlib.Path(arguments[0])
    count, total, files = (int(each) for each in (arguments[1:] + ["1000000", "10000000", "100"][len(arguments) - 1:]))
    folder.mkdir(parents=True, exist_ok=True)
    if "--changed" in sys.argv:
        events(folder, 0, count, total, files, 900000)
        return
    people(folder, count, files)
    for part in range(files):
        events(folder, part, count, total, files, 500000)


if __name__ == "__main__":
    main()
