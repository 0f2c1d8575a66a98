"""The catalogue of indicators counted by DuckDB, for comparison: duckdb_catalogue.py INBOX OUTPUT THREADS.

Loads the CSV files into tables in memory, asks one query an indicator with its divisions as grouping sets, and writes
indicator, period, geography, strata, numerator, denominator and value as CSV. Without arguments prints DuckDB's version.
Intervals, standardised rates and comparisons are not worked out, only what they are counted from.
"""
import csv
import datetime
import glob
import json
import pathlib
import re
import sys

import duckdb

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def easter(year):
    """Easter Sunday of the western churches (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return datetime.date(year, f // 31, f % 31 + 1)


def working_days(calendar):
    """For each day of some years, how many were worked up to and with it."""
    free = set()
    for rule in calendar["holidays"]:
        for year in range(2020, 2027):
            if not rule.get("from", 0) <= year <= rule.get("to", 9999):
                continue
            if "easter" in rule:
                free.add(easter(year) + datetime.timedelta(rule["easter"]))
            elif "weekday" in rule:
                month, day = map(int, rule["onOrAfter"].split("-"))
                date = datetime.date(year, month, day)
                free.add(date + datetime.timedelta((WEEKDAYS.index(rule["weekday"]) - date.weekday()) % 7))
            elif len(rule["date"]) == 5 and rule["date"] != "02-29":
                free.add(datetime.date(year, *map(int, rule["date"].split("-"))))
            elif rule["date"][:4] == str(year):
                free.add(datetime.date.fromisoformat(rule["date"]))
    worked, date = 0, datetime.date(2020, 1, 1)
    while date.year < 2027:
        worked += WEEKDAYS[date.weekday()] not in calendar["weekend"] and date not in free
        yield date, worked
        date += datetime.timedelta(1)


def load(database, inbox):
    """One table a kind of file, with the types that the pipeline's contract has."""
    text = (ROOT / "Benchmarks/Definitions/indicators.json").read_text()
    definition = json.loads("\n".join(line for line in text.splitlines() if not line.startswith("//")))
    types = {"string": "VARCHAR", "boolean": "BOOLEAN", "date": "DATE", "integer": "BIGINT", "number": "DOUBLE"}
    for name, stage in definition["stages"].items():
        if stage["use"] != "table.read":
            continue
        columns = {column: types[contract["type"]] for column, contract in stage["with"]["columns"].items()}
        files = stage["with"]["files"].replace("${inbox}", str(inbox))
        database.execute(f"CREATE TABLE {name} AS SELECT * FROM read_csv('{files}', header = true, columns = {columns})")
    database.execute("CREATE TABLE days (country VARCHAR, day DATE, worked INTEGER)")
    for path in glob.glob(str(ROOT / "pipelines/calendars/*.json")):
        calendar = json.loads(pathlib.Path(path).read_text())
        if calendar["calendar"] in ("DK", "NL", "NO", "SE"):
            rows = ", ".join(f"('{calendar['calendar']}', DATE '{day}', {worked})" for day, worked in working_days(calendar))
            database.execute(f"INSERT INTO days VALUES {rows}")
    steps = ["ordered", "received", "issued", "discussed", "treated"]
    joins = " ".join(
        f"LEFT JOIN days AS d_{step} ON d_{step}.country = pathways.country AND d_{step}.day = {step}" for step in steps)
    columns = ", ".join(f"d_{step}.worked AS w_{step}" for step in steps)
    database.execute(f"CREATE TABLE counted AS SELECT pathways.*, {columns} FROM pathways {joins}")
    database.execute("DROP TABLE pathways")
    database.execute("ALTER TABLE counted RENAME TO pathways")


def translated(condition):
    """SQLite's dialect as DuckDB's."""
    condition = re.sub(r"working_days\((\w+), (\w+), country\)", r"(w_\2 - w_\1)", condition)
    return re.sub(r"julianday\(substr\((\w+), 1, 10\)\)", r"julian(\1)", condition)


def query(definition):
    """The query of an indicator, and the names of its columns that divide."""
    groups = {}
    if definition.get("period", {}).get("by", "none") != "none":
        column = definition["period"]["column"]
        groups["period"] = f"coalesce(left(CAST({column} AS VARCHAR), 4), 'unknown')"
    if "geography" in definition:
        groups["geography"] = definition["geography"]["column"]
    strata = list(definition.get("strata", []))
    if "compare" in definition and definition["compare"]["column"] not in strata:
        strata.append(definition["compare"]["column"])
    for stratum in strata:
        groups[stratum] = stratum
    is_standardised = definition["method"] in ("direct", "indirect")
    divisions = definition.get("divisions", [list(groups)])
    if is_standardised:
        groups["age"] = definition["age"]
        divisions = [division + ["age"] for division in divisions]
    groups = {name: sql for name, sql in groups.items() if any(name in division for division in divisions)}
    sets = ", ".join("(" + ", ".join(groups[name] for name in division) + ")" for division in divisions)
    value = translated(definition.get("value", "NULL"))
    numerator = f"({translated(definition.get('numerator', 'TRUE'))}) IS TRUE"
    if definition["method"] in ("median", "quantile", "mean"):
        numerator = f"({value}) IS NOT NULL"
    conditions = [f"({translated(definition.get('denominator', 'TRUE'))}) IS TRUE"]
    if definition["method"] in ("rate", "direct", "indirect"):
        conditions.append(numerator)
    conditions += [f"({each['where']}) IS NOT TRUE" for each in definition.get("exclusions", [])]
    counted = f"DISTINCT {definition['subject']}" if "subject" in definition else "1"
    of_method = {
        "median": f"quantile_cont({value}, 0.5)", "quantile": f"quantile_cont({value}, {definition.get('quantile', 0.5)})",
        "mean": f"avg({value})", "sum-ratio": f"sum({value}) / nullif(count({counted}) FILTER ({numerator}), 0)",
        "sum-share": f"100 * sum({value}) FILTER ({numerator}) / sum({value})"}.get(definition["method"], "NULL")
    columns = [f"{sql} AS \"{name}\"" for name, sql in groups.items()]
    columns += [f"count({counted}) FILTER ({numerator})", f"count({counted})", of_method]
    text = f"SELECT {', '.join(columns)} FROM {definition['table']} WHERE {' AND '.join(conditions)}"
    return text + (f" GROUP BY GROUPING SETS ({sets})" if groups else " HAVING count(*) > 0"), list(groups)


def main():
    if len(sys.argv) < 4:
        print(duckdb.__version__)
        return
    inbox, output, threads = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2], int(sys.argv[3])
    database = duckdb.connect(config={"threads": threads})
    load(database, inbox)
    with open(output, "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["indicator", "division", "numerator", "denominator", "value"])
        for path in sorted(glob.glob(str(ROOT / "pipelines/catalogue/*.json"))):
            definitions = json.loads(pathlib.Path(path).read_text())
            for definition in definitions if isinstance(definitions, list) else [definitions]:
                text, names = query(definition)
                for row in database.execute(text).fetchall():
                    division = ";".join(f"{name}={cell}" for name, cell in zip(names, row) if cell is not None)
                    rows.writerow([definition["indicator"], division, *row[len(names):]])


main()
