#!/usr/bin/env python3
"""Writes made-up people and events as CSV for the benchmark of indicators: generate.py FOLDER [PEOPLE] [EVENTS] [FILES]

The tables are those that the catalogue (pipelines/catalogue) counts. Seeded: file n of a table has the same rows each time.
Files are cut as a registry's deliveries are: each hospital sends its own people with their events, so file n of each
table is about the same people, but for one event in 64, which is about anybody: people go elsewhere. `--changed` writes
file 0 of each table anew with other values: a night in which one hospital of FILES sends something else.
"""
import os
import pathlib
import random
import sys

REGIONS = ["%s%d" % (country, number) for country in ("DK", "NL", "NO", "SE") for number in range(1, 6)]
BANDS = ["0-49", "50-59", "60-69", "70-79", "80+"]
YEARS = ["2022", "2023", "2024"]
DAYS = ["%s-%02d-%02d" % (year, month, day) for year in YEARS for month in range(1, 13) for day in range(1, 29)]
YES = ["false", "true"]
# The share of the events in each table, in hundredths.
SHARES = {"reports": 15, "pathways": 15, "tests": 15, "ledger": 15, "questionnaires": 15, "invitations": 10, "boards": 5,
          "treatments": 5, "relatives": 3, "outcomes": 2}
HEADERS = {
    "cohort": "person,region,sex,age_band,income,education,urbanisation,diagnosed,advanced,died_within_30_days,"
              "ordered_within_60_days",
    "reports": "person,region,issued,method,material,payer",
    "pathways": "person,country,ordered,received,issued,discussed,treated",
    "tests": "person,region,day,age_band",
    "ledger": "person,day,kind,payer,amount,benefit_week_16",
    "questionnaires": "person,region,due,completed,alert,answered_hours,summary_score,baseline_score",
    "invitations": "person,region,sex,invited,participated",
    "boards": "person,region,reported,referred,discussed,recommended,implemented,died_within_30_days",
    "treatments": "person,region,sex,reported,actionable,matched,off_label,in_trial,died_within_30_days",
    "relatives": "relative,region,at_risk,informed,tested",
    "outcomes": "person,cohort,evaluable,benefit_week_16,pfs_days,previous_pfs_days,treatment_days",
}


def later(day, days):
    """A later day, or nothing if it comes too late to be known."""
    return DAYS[day + days] if day + days < len(DAYS) else ""


def row(table, person, bits):
    """One event of a person; `bits` are 96 random ones."""
    day = bits % 1008
    region = REGIONS[(bits >> 12) % 20]
    yes = [YES[bits >> shift & 1] for shift in range(20, 28)]
    one, two, three = (bits >> 30) % 100, (bits >> 40) % 100, (bits >> 50) % 1000
    if table == "cohort":
        return "P%07d,%s,%s,%s,Q%d,%s,%s,%s,%s,%s,%s" % (
            person, region, "fm"[bits >> 28 & 1], BANDS[one % 5], two % 5 + 1, ("low", "medium", "high")[one % 3],
            ("city", "town", "rural")[two % 3], DAYS[day], yes[0], YES[three < 40], yes[1])
    if table == "reports":
        return "P%07d,%s,%s,%s,%s,%s" % (
            person, region, DAYS[day], ("NGS", "PCR", "FISH")[one % 3], ("tissue", "plasma")[two < 20],
            ("public", "private", "trial", "")[three % 4])
    if table == "pathways":
        received = one % 7
        issued = received + two % 21
        return "P%07d,%s,%s,%s,%s,%s,%s" % (
            person, region[:2], DAYS[day], later(day, received), later(day, issued), later(day, issued + three % 15),
            later(day, issued + three % 15 + one % 30) if yes[2] == "true" else "")
    if table == "tests":
        return "P%07d,%s,%s,%s" % (person, region, DAYS[day], BANDS[one % 5])
    if table == "ledger":
        return "P%07d,%s,%s,%s,%d.%02d,%s" % (
            person, DAYS[day], ("test", "drug")[one < 60], ("public", "manufacturer")[two < 30], three * 7, one, yes[3])
    if table == "questionnaires":
        return "P%07d,%s,%s,%s,%s,%s,%d.%d,%d.%d" % (
            person, region, DAYS[day], later(day, one % 10) if two < 80 else "", yes[0], "%d" % (three % 120), two, one % 10,
            one, two % 10)
    if table == "invitations":
        return "P%07d,%s,%s,%s,%s" % (person, region, "fm"[bits >> 28 & 1], DAYS[day], YES[one < 55])
    if table == "boards":
        return "P%07d,%s,%s,%s,%s,%s,%s,%s" % (
            person, region, DAYS[day], later(day, one % 5) if two < 70 else "", later(day, one % 5 + 7) if two < 60 else "",
            YES[two < 30], YES[two < 15], YES[three < 40])
    if table == "treatments":
        return "P%07d,%s,%s,%s,%s,%s,%s,%s,%s" % (
            person, region, "fm"[bits >> 28 & 1], DAYS[day], yes[0], YES[one < 25], yes[2], YES[two < 10], YES[three < 40])
    if table == "relatives":
        return "K%08d,%s,%s,%s,%s" % (
            person * 10 + one % 4, region, YES[two < 80], DAYS[day], later(day, one) if yes[1] == "true" else "")
    return "P%07d,C%02d,%s,%s,%d,%s,%d" % (
        person, one % 30, YES[two < 90], yes[1], three, "%d" % (three // 2 + one) if two % 3 else "", three % 400)


def write(folder, table, part, people, rows, files, seed):
    """One file of a table: its people come one after the other; events are theirs, but one in 64 is anybody's."""
    dice = random.Random(seed + part * 100 + sorted(HEADERS).index(table))
    low, high = part * people // files, (part + 1) * people // files
    first, last = part * rows // files, (part + 1) * rows // files
    with open(folder / ("%s-%03d.csv" % (table, part)), "w") as file:
        file.write(HEADERS[table] + "\n")
        lines = []
        for number in range(first, last):
            bits = dice.getrandbits(96)
            if table == "cohort":
                person = number
            elif bits >> 60 & 63 == 0:
                person = (bits >> 66) % people
            else:
                person = low + (bits >> 66) % max(1, high - low)
            lines.append(row(table, person, bits))
        file.write("\n".join(lines) + ("\n" if lines else ""))


def small_tables(folder, people):
    dice = random.Random(7)
    with open(folder / "population.csv", "w") as file:
        file.write("region,year,age_band,population\n")
        for region in REGIONS:
            for year in YEARS:
                for band in BANDS:
                    file.write("%s,%s,%s,%d\n" % (region, year, band, people // 10 + dice.randrange(people // 10 + 1)))
    with open(folder / "regions.csv", "w") as file:
        file.write("region,year,population\n")
        for region in REGIONS:
            for year in YEARS:
                file.write("%s,%s,%d\n" % (region, year, people // 2 + dice.randrange(people // 2 + 1)))
    with open(folder / "laboratories.csv", "w") as file:
        file.write("laboratory,region,year,offers_test,accredited,eqa_participation\n")
        for number in range(60):
            for year in YEARS:
                file.write("L%02d,%s,%s,%s,%s,%s\n" % (
                    number, REGIONS[number % 20], year, *(YES[dice.random() < 0.7] for _ in range(3))))


def main():
    arguments = [each for each in sys.argv[1:] if not each.startswith("--")]
    folder = pathlib.Path(arguments[0])
    people, events, files = (
        int(each) for each in (arguments[1:] + ["1000000", "10000000", "100"][len(arguments) - 1:]))
    folder.mkdir(parents=True, exist_ok=True)
    is_changed = "--changed" in sys.argv
    seed = 90_000_000 if is_changed else 50_000_000
    # Two processes write every second file each.
    child = 0 if is_changed else os.fork()
    small_tables(folder, people)
    for part in range(1 if is_changed else files):
        if is_changed or part % 2 == (child == 0):
            for table in HEADERS:
                rows = people if table == "cohort" else events * SHARES[table] // 100
                write(folder, table, part, people, rows, files, seed)
    if child:
        _, status = os.waitpid(child, 0)
        sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
