"""The planted answers of the uptake table, worked out from the people and not from the files."""
import math

from .registry import FIRST_DAY, LAST_DAY, VARIANTS

Z = 1.959963984540054
MINIMUM_CELL = 5
VALID_REPORT = ("final", "amended", "corrected")
BANDS = ((50, "0-49"), (60, "50-59"), (70, "60-69"), (80, "70-79"), (200, "80+"))


def wilson(count, total):
    """The two-sided 95% limits of a proportion (Wilson 1927)."""
    root = Z * math.sqrt(Z * Z + 4 * count * (1 - count / total))
    middle, width = 2 * count + Z * Z, 2 * (total + Z * Z)
    return (middle - root) / width, (middle + root) / width


def age_band(person, number, year):
    if number % 211 == 0:
        return None
    return next(name for limit, name in BANDS if year - person.birth_year < limit)


def cohort_row(person, number):
    """The row of a person in the cohort table, or None for somebody who is not eligible."""
    confirmed = [tumour for tumour in person.tumours if tumour["verification"] == "confirmed"]
    if not confirmed:
        return None
    tumour = min(confirmed, key=lambda each: (each["day"], each["id"]))
    start = tumour["day"]
    if not FIRST_DAY <= start <= LAST_DAY:
        return None
    reports = [each for each in person.reports if each["status"] in VALID_REPORT]
    asked = [each["day"] for each in person.orders
             if each["status"] not in ("revoked", "entered-in-error")]
    asked += [each["issued"] for each in reports]
    first = min(reports, key=lambda each: (each["issued"], each["id"]), default=None)
    turnaround = None
    if first is not None:
        received = next(each["received"] for each in person.specimens
                        if each["id"] == first["specimen"])
        turnaround = None if received is None else (first["issued"] - received).days
    drugs = {VARIANTS[each["gene"]][8] for each in person.variants
             if each["present"] and each["status"] in VALID_REPORT} - {""}
    given = [each for each in person.drugs
             if each["atc"] in drugs and each["intent"] == "order"
             and each["status"] in ("active", "on-hold", "completed", "stopped")
             and each["day"] >= first["issued"]]
    died = None if person.died is None else (person.died - start).days
    return {
        "person": person.name, "region": person.region, "sex": person.sex,
        "age_band": age_band(person, number, start.year), "site": tumour["code"],
        "advanced": int(tumour["stage"] >= 3), "diagnosis_year": start.year,
        "diagnosed": str(start),
        "died_within_30_days": int(died is not None and 0 <= died <= 30),
        "ordered_within_60_days": int(any(-30 <= (day - start).days <= 60 for day in asked)),
        "reported": int(first is not None), "turnaround_days": turnaround,
        "actionable": int(bool(drugs)), "treated": int(bool(given))}


def cohort(people):
    rows = (cohort_row(person, number) for number, person in enumerate(people, start=1))
    return [row for row in rows if row is not None]


INDICATORS = {
    "U1": (("sex",), lambda row: row["advanced"] and not row["died_within_30_days"],
           lambda row: row["ordered_within_60_days"]),
    "U6": ((), lambda row: row["reported"] and row["turnaround_days"] is not None,
           lambda row: row["turnaround_days"] <= 14),
    "U8": ((), lambda row: row["actionable"] and not row["died_within_30_days"],
           lambda row: row["treated"]),
}


def cells(rows):
    """Every cell of the uptake table before and after suppression."""
    out = []
    for indicator, (strata, denominator, numerator) in INDICATORS.items():
        groups = {}
        for row in filter(denominator, rows):
            key = (str(row["diagnosis_year"]), row["region"]) + tuple(row[name] for name in strata)
            groups.setdefault(key, []).append(row)
        for key in sorted(groups):
            total, count = len(groups[key]), sum(map(bool, map(numerator, groups[key])))
            lower, upper = wilson(count, total)
            cell = {"indicator": indicator, "period": key[0], "geography": key[1]}
            cell.update(zip(strata, key[2:]))
            cell.update(numerator=count, denominator=total, value=count / total, lower=lower,
                        upper=upper, suppressed=is_small(count, total))
            out.append(cell)
    return out


def is_small(count, total):
    """Numerator, complement and denominator each count people; two of them give the third."""
    return any(0 < people < MINIMUM_CELL for people in (count, total - count, total))
