"""Made-up people of a cancer registry: what happened to whom, and when."""
import datetime

PEOPLE = 1000
REGIONS = {"XA11": 31, "XA12": 26, "XB21": 22, "XB22": 17, "XC30": 4}
FIRST_DAY, LAST_DAY = datetime.date(2022, 1, 1), datetime.date(2024, 12, 31)

# ICD-10 category -> weight, SNOMED CT code and display, sex it is confined to.
TUMOURS = {
    "C34": (28, "254637007", "Non-small cell lung cancer", None),
    "C18": (20, "363406005", "Malignant tumor of colon", None),
    "C50": (20, "254837009", "Malignant neoplasm of breast", "female"),
    "C61": (12, "399068003", "Malignant tumor of prostate", "male"),
    "C56": (8, "363443007", "Malignant tumor of ovary", "female"),
    "C43": (7, "372244006", "Malignant melanoma", None),
    "C25": (5, "363418001", "Malignant tumor of pancreas", None),
}

# Gene -> weight, HGNC, chromosome, GRCh38 position, REF, ALT, c.HGVS, p.HGVS, ATC of the matched
# drug ("" = none). A gene amplification has no alleles.
VARIANTS = {
    "EGFR": (14, "HGNC:3236", "7", 55191822, "T", "G",
             "NM_005228.5:c.2573T>G", "p.(Leu858Arg)", "L01EB04"),
    "KRAS": (12, "HGNC:6407", "12", 25245351, "C", "A",
             "NM_004985.5:c.34G>T", "p.(Gly12Cys)", "L01XX73"),
    "KRAS G12D": (8, "HGNC:6407", "12", 25245350, "C", "T",
                  "NM_004985.5:c.35G>A", "p.(Gly12Asp)", ""),
    "BRAF": (10, "HGNC:1097", "7", 140753336, "A", "T",
             "NM_004333.6:c.1799T>A", "p.(Val600Glu)", "L01EC02"),
    "PIK3CA": (12, "HGNC:8975", "3", 179234297, "A", "G",
               "NM_006218.4:c.3140A>G", "p.(His1047Arg)", "L01EM03"),
    "BRCA2": (8, "HGNC:1101", "13", 32340300, "GT", "G",
              "NM_000059.4:c.5946del", "p.(Ser1982ArgfsTer22)", "L01XK01"),
    "ERBB2": (9, "HGNC:3430", "17", None, None, None, None, None, "L01FD01"),
    "TP53": (14, "HGNC:11998", "17", 7675088, "C", "T",
             "NM_000546.6:c.524G>A", "p.(Arg175His)", ""),
}
OTHER_DRUGS = {"L01XA02": "carboplatin", "L01BA04": "pemetrexed", "L01XA03": "oxaliplatin",
               "L01CD01": "paclitaxel", "L02BA01": "tamoxifen", "L02BB04": "enzalutamide"}
MATCHED_DRUGS = {"L01EB04": "osimertinib", "L01XX73": "sotorasib", "L01EC02": "dabrafenib",
                 "L01EM03": "alpelisib", "L01XK01": "olaparib", "L01FD01": "trastuzumab"}


class Person:
    """A person and the events of a care path; every event is a plain dictionary."""

    def __init__(self, number):
        self.name = "SYN%04d" % number
        self.sex = self.region = self.birth_year = self.died = None
        self.tumours, self.orders, self.specimens = [], [], []
        self.reports, self.variants, self.drugs = [], [], []
        self.has_comorbidity = self.has_scan = self.has_status = False

    def event_name(self, kind, events):
        return "%s-%s-%d" % (self.name, kind, len(events) + 1)


def later(day, days):
    return day + datetime.timedelta(days=days)


def add_tumour(person, dice, earliest=None):
    choices = {code: row[0] for code, row in TUMOURS.items() if row[3] in (None, person.sex)}
    span = (LAST_DAY - FIRST_DAY).days
    if earliest is not None:
        day = later(earliest, dice.between(40, 400))
    elif dice.chance(0.06):
        day = later(FIRST_DAY, -dice.between(1, 500))
    else:
        day = later(FIRST_DAY, dice.between(0, span))
    person.tumours.append({
        "id": person.event_name("tumour", person.tumours), "code": dice.weighted(choices),
        "day": day, "stage": dice.weighted({1: 9, 2: 14, 3: 30, 4: 47}),
        "verification": dice.weighted({"confirmed": 93, "provisional": 4, "refuted": 2,
                                       "entered-in-error": 1}),
        "onset": dice.weighted({"day": 84, "instant": 8, "month": 3, "none": 5})})
    return person.tumours[-1]


def add_test(person, start, dice, delay):
    """An order, its specimen and its report; each may fail to come."""
    ordered = later(start, delay)
    order = None
    if not dice.chance(0.03):
        order = person.event_name("order", person.orders)
        status = dice.weighted({"completed": 92, "active": 3, "revoked": 4, "entered-in-error": 1})
        person.orders.append({"id": order, "day": ordered, "status": status})
        if status in ("revoked", "entered-in-error") or dice.chance(0.06):
            return None
    specimen = person.event_name("specimen", person.specimens)
    received = later(ordered, dice.between(0, 6))
    known = not dice.chance(0.03)
    person.specimens.append({"id": specimen, "collected": later(start, min(delay, 0) - 3),
                             "received": received if known else None})
    if dice.chance(0.06):
        return None
    days = dice.weighted({range(4, 10): 40, range(10, 14): 22, range(14, 15): 6,
                          range(15, 16): 5, range(16, 25): 20, range(25, 45): 7})
    issued = later(received, days[0] + dice.between(0, len(days) - 1))
    report = {"id": person.event_name("report", person.reports), "order": order,
              "specimen": specimen, "issued": issued, "results": [],
              "status": dice.weighted({"final": 90, "amended": 3, "preliminary": 5,
                                       "entered-in-error": 2})}
    person.reports.append(report)
    for _ in range(dice.weighted({0: 18, 1: 62, 2: 20})):
        add_variant(person, report, dice)
    return report


def add_variant(person, report, dice):
    gene = dice.weighted({gene: row[0] for gene, row in VARIANTS.items()})
    name = person.event_name("variant", person.variants)
    status = "final" if report["status"] == "amended" else report["status"]
    person.variants.append({"id": name, "gene": gene, "status": status, "day": report["issued"],
                            "specimen": report["specimen"],
                            "present": dice.chance(0.93), "vaf": dice.between(40, 6500) / 10000,
                            "depth": dice.between(180, 2400), "copies": dice.between(6, 24)})
    report["results"].append(name)


def add_drug(person, atc, day, dice, status=None, intent="order"):
    person.drugs.append({"id": person.event_name("drug", person.drugs), "atc": atc, "day": day,
                         "intent": intent,
                         "status": status or dice.weighted({"active": 5, "completed": 4,
                                                            "stopped": 2})})


def treat(person, start, report, dice):
    """Drugs after the diagnosis and, where the report allows one, a drug matched to a variant."""
    if dice.chance(0.3):
        add_drug(person, dice.pick(sorted(OTHER_DRUGS)), later(start, dice.between(10, 50)), dice)
    if report is None:
        return
    for variant in person.variants:
        atc = VARIANTS[variant["gene"]][8]
        if atc == "" or not variant["present"]:
            continue
        path = dice.weighted({"after": 52, "none": 35, "before": 4, "plan": 4, "cancelled": 5})
        if path == "after":
            add_drug(person, atc, later(report["issued"], dice.between(0, 40)), dice)
        elif path == "before":
            add_drug(person, atc, later(report["issued"], -dice.between(1, 20)), dice)
        elif path == "plan":
            add_drug(person, atc, later(report["issued"], 9), dice, intent="plan")
        elif path == "cancelled":
            add_drug(person, atc, later(report["issued"], 5), dice, status="cancelled")


def live(person, dice):
    """One person's care path."""
    person.sex = "unknown" if dice.chance(0.004) else dice.pick(["female", "male"])
    person.region = dice.weighted(REGIONS)
    person.birth_year = dice.between(1934, 1988)
    person.has_comorbidity = dice.chance(0.15)
    if dice.chance(0.03):
        return
    first = add_tumour(person, dice)
    if dice.chance(0.02):
        add_tumour(person, dice, first["day"])
    start = first["day"]
    if dice.chance(0.03):
        person.died = later(start, dice.between(0, 30))
        return
    if dice.chance(0.15):
        person.died = later(start, dice.between(31, 600))
    person.has_scan, person.has_status = dice.chance(0.2), dice.chance(0.3)
    report = None
    if dice.chance(0.72 if first["stage"] >= 3 else 0.35):
        # The edges of the window of U1 (30 days before to 60 days after) are planted often.
        spread = dice.weighted({"early": 4, "soon": 60, "later": 24, "edge": 6, "late": 6})
        delay = {"early": (-25, -1), "soon": (1, 25), "later": (26, 59), "edge": (60, 61),
                 "late": (75, 160)}[spread]
        delay = -30 - dice.between(0, 1) if dice.chance(0.01) else dice.between(*delay)
        report = add_test(person, start, dice, delay)
    if report is not None and dice.chance(0.07):
        add_test(person, report["issued"], dice, dice.between(20, 120))
    treat(person, start, report, dice)
    if person.died is not None:
        events = person.orders + person.drugs + person.variants
        last = max([start] + [event["day"] for event in events]
                   + [event["issued"] for event in person.reports])
        person.died = max(person.died, later(last, 1))


def make(dice):
    people = [Person(number) for number in range(1, PEOPLE + 1)]
    for person in people:
        live(person, dice)
    return people
