#!/usr/bin/env python3
"""Writes the sample for uptake indicators: made-up care records of 4,000 people, a population, regions, calendars.

    samples/generate-uptake.py [FOLDER]        (FOLDER is `uptake` beside this script unless given)

Python 3.9 or later, standard library only. The seed is fixed: two runs write the same content.
"""
import gzip
import json
import pathlib
import sys

sys.dont_write_bytecode = True

from generator import fhir, registry  # noqa: E402
from generator.dice import Dice  # noqa: E402

SEED = 20260301
PEOPLE = 4000
REGIONS = {"XA11": 24, "XA12": 22, "XB21": 20, "XB22": 18, "XC30": 16}
# What is known of where people live: urbanisation, fifths of income and education, of the region as a whole.
AREAS = {"XA11": ("city", "Q5", "high"), "XA12": ("town", "Q3", "middle"),
         "XB21": ("city", "Q4", "high"), "XB22": ("rural", "Q1", "low"),
         "XC30": ("rural", "Q2", "middle")}
BANDS = ("0-49", "50-59", "60-69", "70-79", "80+")
SIZES = (60000, 14000, 12500, 9000, 4500)
CALENDARS = {
    "XA": ("Country XA", "western", [{"name": "National Day", "date": "06-12"}]),
    "XB": ("Country XB", "western", [{"name": "Republic Day", "weekday": "monday", "onOrAfter": "09-08"}]),
    "XC": ("Country XC", "orthodox", [{"name": "Union Day", "date": "12-01"}])}


def population():
    lines = ["region,year,sex,age_band,population"]
    for region, weight in REGIONS.items():
        for year in (2022, 2023, 2024):
            for sex in ("female", "male"):
                for band, size in zip(BANDS, SIZES):
                    people = size * weight // 40 * (100 + (year - 2022)) // 100
                    lines.append("%s,%d,%s,%s,%d" % (region, year, sex, band, people))
    return "\n".join(lines) + "\n"


def areas():
    lines = ["region,urbanisation,income,education"]
    lines += ["%s,%s" % (region, ",".join(names)) for region, names in AREAS.items()]
    return "\n".join(lines) + "\n"


def calendar(name, title, easter, holidays):
    rules = [{"name": "New Year's Day", "date": "01-01"}, {"name": "Good Friday", "easter": -2},
             {"name": "Easter Monday", "easter": 1}, {"name": "Labour Day", "date": "05-01"},
             {"name": "Christmas Day", "date": "12-25"}] + holidays
    return json.dumps({"calendar": name, "title": title, "source": "made up",
                       "weekend": ["saturday", "sunday"], "easter": easter,
                       "holidays": rules}, indent=1) + "\n"


def main():
    here = pathlib.Path(__file__).resolve().parent
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here / "uptake"
    registry.PEOPLE, registry.REGIONS = PEOPLE, REGIONS
    people = registry.make(Dice(SEED))
    groups = fhir.resources(people)
    for person, patient in zip(people, groups["Patient"]):
        if patient.pop("_birthDate", None):
            patient["birthDate"] = str(person.birth_year)
        # Few people of unknown sex would each time be a cell that no margin may stand beside.
        if patient["gender"] not in ("female", "male"):
            patient["gender"] = "female"
    files = {}
    for kind in sorted(groups):
        text = "".join(fhir.line(resource) + "\n" for resource in groups[kind]
                       if kind != "Observation" or "component" in resource)
        files["fhir/%s.ndjson.gz" % kind] = gzip.compress(text.encode(), 9, mtime=0)
    files["population.csv"] = population().encode()
    files["areas.csv"] = areas().encode()
    for name, (title, easter, holidays) in CALENDARS.items():
        files["calendars/%s.json" % name] = calendar(name, title, easter, holidays).encode()
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    print("%s: %d files, %.1f MB" % (folder, len(files), sum(map(len, files.values())) / 1e6))


if __name__ == "__main__":
    main()
