"""Made-up oncology records as FHIR R4: mCODE, Genomics Reporting, questionnaires, imaging, contacts.

Every event goes where HL7's guides put it. What each view must find of it is counted on the way.
"""
import datetime
import json

PEOPLE = 120
FIRST_DAY = datetime.date(2023, 1, 9)
LOINC, SNOMED = "http://loinc.org", "http://snomed.info/sct"
MCODE = "http://hl7.org/fhir/us/mcode/StructureDefinition/"
TBD = "http://hl7.org/fhir/uv/genomics-reporting/CodeSystem/tbd-codes-cs"

# SNOMED CT code, display, ICD-10, histology.
TUMOURS = [
    ("254637007", "Non-small cell lung cancer", "C34.9", ("35917007", "Adenocarcinoma")),
    ("254837009", "Malignant neoplasm of breast", "C50.9", ("82711006", "Infiltrating duct carcinoma")),
    ("363406005", "Malignant neoplasm of colon", "C18.9", ("35917007", "Adenocarcinoma")),
    ("372244006", "Malignant melanoma", "C43.9", ("2092003", "Malignant melanoma")),
]
# Symbol, HGNC, RefSeq transcript, c.HGVS, p.HGVS, chromosome, GRCh38 start, REF, ALT, drug (ATC, name).
GENES = [
    ("EGFR", "HGNC:3236", "NM_005228.5", "c.2573T>G", "p.(Leu858Arg)", "chr7", 55191822, "T", "G",
     ("L01EB04", "osimertinib")),
    ("BRAF", "HGNC:1097", "NM_004333.6", "c.1799T>A", "p.(Val600Glu)", "chr7", 140753336, "A", "T",
     ("L01EC02", "dabrafenib")),
    ("KRAS", "HGNC:6407", "NM_004985.5", "c.34G>T", "p.(Gly12Cys)", "chr12", 25245351, "C", "A",
     ("L01XX73", "sotorasib")),
    ("TP53", "HGNC:11998", "NM_000546.6", "c.524G>A", "p.(Arg175His)", "chr17", 7675088, "C", "T",
     None),
]
TNM = {"clinical": ("21905-5", "21906-3", "21907-1", "21908-9"),
       "pathological": ("21899-0", "21900-6", "21901-4", "21902-2")}
STATUS = {"268910001": "Partial Remission", "359746009": "Stable Disease",
          "271299001": "Progression", "709137006": None}
STOP = ("266721009", "407563006", "105480006", "399307001", "160932005")


def concept(system, code, display=None):
    coding = {"system": system, "code": code}
    if display:
        coding["display"] = display
    return {"coding": [coding]}


def extension(name, value):
    return {"url": MCODE + name, "valueCodeableConcept": value}


class Records:
    """Resources by type, and the rows that each view makes of them."""

    def __init__(self, dice):
        self.dice = dice
        self.resources = {}
        self.rows = {}

    def add(self, kind, name, rows, **fields):
        resource = {"resourceType": kind}
        if name:
            resource["id"] = name
        resource.update(fields)
        self.resources.setdefault(kind, []).append(resource)
        self.count(*rows)
        return {"reference": "%s/%s" % (kind, name)}

    def count(self, *tables):
        for table in tables:
            self.rows[table] = self.rows.get(table, 0) + 1

    def observation(self, name, rows, person, day, code, value=None, **fields):
        if value:
            fields["value" + value[0]] = value[1]
        return self.add("Observation", name, rows, status="final", code=code, subject=person,
                        effectiveDateTime=day.isoformat(), **fields)


def component(code, kind, value, system=LOINC):
    return {"code": concept(system, code), "value" + kind: value}


def variant_components(records, gene):
    symbol, hgnc, transcript, coding, protein, chromosome, start, ref, alt, _ = gene
    dice = records.dice
    percent = dice.between(5, 60)
    in_percent = dice.chance(0.5)
    fraction = ({"value": percent, "system": "http://unitsofmeasure.org", "code": "%"} if in_percent
                else {"value": percent / 100, "system": "http://unitsofmeasure.org", "code": "1"})
    return [
        component("48018-6", "CodeableConcept",
                  concept("http://www.genenames.org/geneId", hgnc, symbol)),
        component("48004-6", "CodeableConcept",
                  concept("http://varnomen.hgvs.org", "%s:%s" % (transcript, coding))),
        component("48005-3", "CodeableConcept", concept("http://varnomen.hgvs.org", protein)),
        component("51958-7", "CodeableConcept",
                  concept("http://www.ncbi.nlm.nih.gov/refseq", transcript)),
        component("62374-4", "CodeableConcept", concept(LOINC, "LA26806-2", "GRCh38")),
        component("48000-4", "CodeableConcept", {"text": chromosome}),
        component("69547-8", "String", ref),
        component("69551-0", "String", alt),
        component("81254-5", "Range", {"low": {"value": start}, "high": {"value": start}}),
        component("48002-0", "CodeableConcept", concept(LOINC, "LA6684-0", "Somatic")),
        component("81258-6", "Quantity", fraction),
        component("82121-5", "Quantity", {"value": dice.between(80, 900)}),
    ]


def genomics(records, person, name, day, specimen):
    """A report with its variants, consequences, implications and biomarkers."""
    dice = records.dice
    results = []
    for number, gene in enumerate(dice.some(dice.between(1, 3), GENES), 1):
        key = "%s-variant-%d" % (name, number)
        variant = records.observation(
            key, ["genomics/variant", "genomics/variant_gene"], person, day,
            concept(LOINC, "69548-6"), ("CodeableConcept", concept(LOINC, "LA9633-4", "Present")),
            specimen=specimen, component=variant_components(records, gene))
        records.observation(
            key + "-consequence", ["genomics/consequence"], person, day,
            concept(TBD, "molecular-consequence"), derivedFrom=[variant],
            component=[component("feature-consequence", "CodeableConcept",
                                 concept("http://sequenceontology.org", "SO:0001583",
                                         "missense_variant"), TBD),
                       component("48004-6", "CodeableConcept",
                                 concept("http://varnomen.hgvs.org", gene[3]))])
        results.append(variant)
        if gene[9]:
            results.append(records.observation(
                key + "-tx", ["genomics/implication_tx"], person, day,
                concept(TBD, "therapeutic-implication"), derivedFrom=[variant],
                component=[component("51963-7", "CodeableConcept",
                                     concept("http://www.whocc.no/atc", *gene[9])),
                           component("93044-6", "CodeableConcept", {"text": "Level A"})]))
        results.append(records.observation(
            key + "-dx", ["genomics/implication_dx"], person, day,
            concept(TBD, "diagnostic-implication"), derivedFrom=[variant],
            component=[component("53037-8", "CodeableConcept",
                                 concept(LOINC, dice.pick(["LA6668-3", "LA26332-9", "LA26333-7"])))]))
    results.append(records.observation(
        name + "-tmb", ["genomics/biomarker"], person, day, concept(LOINC, "94076-7"),
        ("Quantity", {"value": dice.between(1, 300) / 10, "system": "http://unitsofmeasure.org",
                      "code": "1/1000000{Base}"}), specimen=specimen))
    results.append(records.observation(
        name + "-msi", ["genomics/biomarker"], person, day, concept(LOINC, "81695-9"),
        ("CodeableConcept", concept(LOINC, dice.pick(["LA26203-2", "LA14122-8"])))))
    for _ in results:
        records.count("genomics/genomic_report")
    records.add("DiagnosticReport", name + "-report", [], status="final",
                code=concept(LOINC, "81247-9"), subject=person, effectiveDateTime=day.isoformat(),
                issued="%sT12:00:00Z" % (day + datetime.timedelta(days=9)).isoformat(),
                specimen=[specimen], result=results)


def stages(records, person, name, day, condition):
    """TNM, performance status, histology and size at diagnosis."""
    dice = records.dice
    for basis, codes in TNM.items():
        if basis == "pathological" and dice.chance(0.4):
            continue
        for axis, code in zip("TNMS", codes):
            value = {"T": "T%d" % dice.between(1, 4), "N": "N%d" % dice.between(0, 3),
                     "M": "M%d" % dice.between(0, 1), "S": dice.pick(["I", "II", "III", "IV"])}[axis]
            records.observation("%s-%s-%s" % (name, basis[0], axis.lower()),
                                ["mcode/tnm", "cancer-common/cancer_stage"], person, day,
                                concept(LOINC, code),
                                ("CodeableConcept", concept("http://cancerstaging.org", value)),
                                focus=[condition])
    records.observation(name + "-ecog", ["mcode/performance_status"], person, day,
                        concept(LOINC, "89247-1"), ("Integer", dice.between(0, 3)))
    if dice.chance(0.3):
        records.observation(name + "-kps", ["mcode/performance_status"], person, day,
                            concept(LOINC, "89243-0"), ("Integer", 10 * dice.between(5, 10)))
    if dice.chance(0.6):
        records.observation(name + "-histology", ["mcode/histology"], person, day,
                            concept(LOINC, "31206-6"),
                            ("CodeableConcept", concept(SNOMED, "35917007", "Adenocarcinoma")),
                            focus=[condition])
    if dice.chance(0.6):
        size = {"value": dice.between(8, 70), "system": "http://unitsofmeasure.org", "code": "mm"}
        records.observation(name + "-size", ["mcode/tumour_size"], person, day,
                            concept(LOINC, "21889-1"),
                            component=[component("33728-7", "Quantity", size)], focus=[condition])


def treatments(records, person, name, day, condition):
    dice = records.dice
    if dice.chance(0.15):
        records.add("CarePlan", name + "-surveillance", ["cancer-common/active_surveillance"],
                    status="active", intent="plan", subject=person,
                    category=[concept(SNOMED, "424313000", "Active surveillance")],
                    period={"start": day.isoformat()}, addresses=[condition])
        return
    intent = dice.pick(["373808002", "363676003"])
    extensions = [extension("mcode-treatment-intent", concept(SNOMED, intent))]
    fields = {"status": "completed", "subject": person, "reasonReference": [condition],
              "extension": extensions}
    if dice.chance(0.6):
        records.add("Procedure", name + "-surgery", ["mcode/procedure", "cancer-common/surgery"],
                    category=concept(SNOMED, "387713003", "Surgical procedure"),
                    code=concept(SNOMED, "173171007", "Lobectomy of lung"),
                    performedDateTime=(day + datetime.timedelta(days=21)).isoformat(), **fields)
    if dice.chance(0.4):
        start = day + datetime.timedelta(days=60)
        records.add("Procedure", name + "-radiation",
                    ["mcode/procedure", "cancer-common/radiotherapy"],
                    category=concept(SNOMED, "108290001", "Radiation oncology"),
                    code=concept(SNOMED, "33195004", "External beam radiation therapy"),
                    performedPeriod={"start": start.isoformat(),
                                     "end": (start + datetime.timedelta(days=28)).isoformat()},
                    bodySite=[concept(SNOMED, "39607008", "Lung")], **fields)
    for course in range(dice.between(0, 2)):
        start = day + datetime.timedelta(days=30 + 90 * course)
        stopped = dice.chance(0.5)
        period = {"start": start.isoformat()}
        if stopped:
            period["end"] = (start + datetime.timedelta(days=70)).isoformat()
            reason = [extension("mcode-termination-reason", concept(SNOMED, dice.pick(STOP)))]
        records.add("MedicationStatement", "%s-course-%d" % (name, course + 1),
                    ["mcode/medication", "cancer-common/systemic_treatment"],
                    **dict(fields, status="stopped" if stopped else "active",
                           extension=extensions + (reason if stopped else []),
                           medicationCodeableConcept=concept(
                               "http://www.whocc.no/atc", *dice.pick(GENES[:3])[9]),
                           effectivePeriod=period))


def follow_up(records, person, name, day, condition):
    """Scans, disease status, contacts and questionnaires over a year."""
    dice = records.dice
    for visit in range(dice.between(1, 4)):
        when = day + datetime.timedelta(days=90 * (visit + 1))
        status = dice.pick(sorted(STATUS))
        rows = ["mcode/disease_status", "cancer-common/overall_cancer_treatment_response"]
        if STATUS[status] == "Progression":
            rows.append("cancer-common/clinical_cancer_progression")
        records.observation("%s-status-%d" % (name, visit + 1), rows, person, when,
                            concept(LOINC, "97509-4"), ("CodeableConcept", concept(SNOMED, status)),
                            focus=[condition])
        records.add("Encounter", "%s-visit-%d" % (name, visit + 1),
                    ["last-contact"], status="finished",
                    **{"class": {"code": "AMB"}}, subject=person,
                    period={"start": when.isoformat(), "end": when.isoformat()})
        if dice.chance(0.5):
            series = [{"uid": "2.25.%d" % dice.between(1, 10**9), "modality": {"code": modality}}
                      for modality in dice.some(dice.between(1, 2), ["CT", "MR", "PT"])]
            for _ in series:
                records.count("cancer-common/imaging")
            records.add("ImagingStudy", "%s-scan-%d" % (name, visit + 1), [], status="available",
                        subject=person, started=when.isoformat(), series=series)
    questionnaire(records, person, name, day)


def questionnaire(records, person, name, day):
    """Items in a group, an item below an answer, an item without an answer."""
    dice = records.dice
    pain = dice.between(1, 4)
    answer = {"valueInteger": pain}
    items = 4
    if pain > 2:
        answer["item"] = [{"linkId": "pain-where", "answer": [{"valueString": "back"},
                                                              {"valueString": "hip"}]}]
        items += 2
    for _ in range(items):
        records.count("questionnaires/answers")
    records.add("QuestionnaireResponse", name + "-answers", [], status="completed",
                questionnaire="https://example.org/Questionnaire/visit|1.2", subject=person,
                authored="%sT09:30:00+02:00" % day.isoformat(),
                item=[{"linkId": "symptoms", "item": [
                    {"linkId": "pain", "answer": [answer]},
                    {"linkId": "tired", "answer": [{"valueCoding": {
                        "system": LOINC, "code": "LA6571-9"}}]}]},
                      {"linkId": "remarks"}])


def person(records, number):
    dice = records.dice
    name = "ONC%04d" % number
    key = {"reference": "Patient/" + name}
    day = FIRST_DAY + datetime.timedelta(days=dice.between(0, 500))
    deceased = {}
    if dice.chance(0.2):
        deceased["deceasedDateTime"] = (day + datetime.timedelta(days=600)).isoformat()
    records.add("Patient", name, ["cancer-common/cancer_patient"],
                meta={"security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason",
                                    "code": "HTEST"}]},
                gender=dice.pick(["female", "male"]), birthDate=str(dice.between(1935, 1985)),
                address=[{"country": dice.pick(["XA", "XB"]), "state": "R%d" % dice.between(1, 3)}],
                **deceased)
    code, display, icd, histology = dice.pick(TUMOURS)
    site = {"coding": [{"system": SNOMED, "code": "39607008", "display": "Lung"}]}
    condition = records.add(
        "Condition", name + "-tumour",
        ["mcode/condition", "cancer-common/cancer_condition_at_diagnosis"],
        extension=[extension("mcode-histology-morphology-behavior", concept(SNOMED, *histology))],
        clinicalStatus=concept("http://terminology.hl7.org/CodeSystem/condition-clinical", "active"),
        verificationStatus=concept(
            "http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed"),
        code={"coding": [{"system": SNOMED, "code": code, "display": display},
                         {"system": "http://hl7.org/fhir/sid/icd-10", "code": icd}]},
        bodySite=[site], subject=key, onsetDateTime=day.isoformat()[:7])
    if dice.chance(0.3):
        records.add("Condition", name + "-metastasis", ["mcode/condition"],
                    extension=[{"url": MCODE + "mcode-related-primary-cancer-condition",
                                "valueReference": condition}],
                    code=concept(SNOMED, "94225005", "Secondary malignant neoplasm of brain"),
                    subject=key, onsetDateTime=(day + datetime.timedelta(days=200)).isoformat())
    if dice.chance(0.4):
        records.add("Condition", name + "-diabetes", [],
                    code=concept(SNOMED, "44054006", "Diabetes mellitus type 2"), subject=key)
    stages(records, key, name, day, condition)
    if dice.chance(0.7):
        specimen = records.add("Specimen", name + "-tissue", ["genomics/specimen"],
                               type=concept("http://terminology.hl7.org/CodeSystem/v2-0487", "TISS"),
                               subject=key, collection={"collectedDateTime": day.isoformat()},
                               receivedTime="%sT08:00:00Z" % day.isoformat())
        genomics(records, key, name, day, specimen)
    treatments(records, key, name, day, condition)
    follow_up(records, key, name, day, condition)


def reference_bundle(records):
    """A report as laboratories send it: entries without an id, which refer to each other by UUID."""
    uuid = "urn:uuid:00000000-0000-4000-8000-%012d"
    who = {"reference": uuid % 1}
    records.count("cancer-common/cancer_patient", "genomics/variant", "genomics/variant_gene",
                  "genomics/consequence", "genomics/genomic_report")
    gene = GENES[1]
    variant = {"resourceType": "Observation", "status": "final", "code": concept(LOINC, "69548-6"),
               "subject": who, "valueCodeableConcept": concept(LOINC, "LA9633-4"),
               "component": variant_components(records, gene) + [
                   component("48006-1", "CodeableConcept", concept(LOINC, "LA6698-0", "Missense"))]}
    report = {"resourceType": "DiagnosticReport", "status": "final",
              "code": concept(LOINC, "81247-9"), "subject": who, "result": [{"reference": uuid % 2}]}
    resources = [{"resourceType": "Patient", "gender": "female", "birthDate": "1961-02"},
                 variant, report]
    return {"resourceType": "Bundle", "type": "collection",
            "entry": [{"fullUrl": uuid % number, "resource": resource}
                      for number, resource in enumerate(resources, 1)]}


def text(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def files(dice):
    """The content of each file by its name."""
    records = Records(dice)
    for number in range(1, PEOPLE + 1):
        person(records, number)
    bundle = reference_bundle(records)
    content = {kind + ".ndjson": "".join(map(text, resources))
               for kind, resources in sorted(records.resources.items())}
    content["report.bundle.json"] = json.dumps(bundle, indent=1) + "\n"
    rows = {table: count for table, count in sorted(records.rows.items())}
    rows["cancer-common/last_follow_up"] = PEOPLE
    content["expected.json"] = json.dumps(
        {"rows": rows, "resources": {kind: len(resources)
                                     for kind, resources in sorted(records.resources.items())}},
        indent=1) + "\n"
    return {name: body.encode() for name, body in content.items()}
