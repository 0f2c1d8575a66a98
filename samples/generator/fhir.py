"""The people as FHIR R4 resources, and the broken lines planted among them."""
import json

from .registry import MATCHED_DRUGS, OTHER_DRUGS, TUMOURS, VARIANTS

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"
STAGES = {1: "258215001", 2: "258219007", 3: "258224005", 4: "258228008"}
# What the registry calls synthetic, in HL7's own word for it.
SYNTHETIC = {"security": [{"system": TERMINOLOGY + "v3-ActReason", "code": "HTEST"}]}


def concept(system, code, display=None):
    coding = {"system": system, "code": code}
    if display is not None:
        coding["display"] = display
    return {"coding": [coding]}


def reference(kind, name):
    return {"reference": "%s/%s" % (kind, name)}


def instant(day, hour):
    """Summer or winter time of a made-up place in Central Europe."""
    return "%sT%02d:30:00%s" % (day, hour, "+02:00" if 4 <= day.month <= 9 else "+01:00")


def patient(person, number):
    resource = {
        "resourceType": "Patient", "id": person.name, "meta": SYNTHETIC,
        "identifier": [{"system": "https://registry.example/person", "value": person.name}],
        "active": True, "gender": person.sex}
    if number % 211 == 0:
        resource["_birthDate"] = {"extension": [{
            "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
            "valueCode": "unknown"}]}
    elif number % 97 == 0:
        resource["birthDate"] = str(person.birth_year)
    else:
        resource["birthDate"] = "%d-%02d-%02d" % (person.birth_year, number % 12 + 1,
                                                  number % 28 + 1)
    if person.died is not None:
        resource["deceasedDateTime"] = str(person.died)
    resource["address"] = [{"use": "home", "state": person.region, "country": person.region[:2]}]
    return resource


def condition(person, tumour):
    code = TUMOURS[tumour["code"]]
    resource = {
        "resourceType": "Condition", "id": tumour["id"],
        "clinicalStatus": concept(TERMINOLOGY + "condition-clinical", "active"),
        "verificationStatus": concept(TERMINOLOGY + "condition-ver-status",
                                      tumour["verification"]),
        "code": {"coding": [{"system": ICD10, "code": tumour["code"] + ".9"},
                            {"system": SNOMED, "code": code[1], "display": code[2]}]},
        "subject": reference("Patient", person.name)}
    if tumour["verification"] == "entered-in-error":
        del resource["clinicalStatus"]
    day = tumour["day"]
    onset = {"day": str(day), "instant": instant(day, 9), "month": str(day)[:7], "none": None}
    if onset[tumour["onset"]] is not None:
        resource["onsetDateTime"] = onset[tumour["onset"]]
    resource["recordedDate"] = str(day)
    resource["stage"] = [{"summary": concept(SNOMED, STAGES[tumour["stage"]],
                                             "Stage %d" % tumour["stage"])}]
    return resource


def comorbidity(person):
    return {"resourceType": "Condition", "id": person.name + "-comorbidity",
            "clinicalStatus": concept(TERMINOLOGY + "condition-clinical", "active"),
            "verificationStatus": concept(TERMINOLOGY + "condition-ver-status", "confirmed"),
            "code": concept(SNOMED, "44054006", "Diabetes mellitus type 2"),
            "subject": reference("Patient", person.name),
            "onsetDateTime": str(person.birth_year + 50)}


def order(person, event):
    return {"resourceType": "ServiceRequest", "id": event["id"], "status": event["status"],
            "intent": "order",
            "code": concept(LOINC, "55233-1", "Genetic analysis master panel"),
            "subject": reference("Patient", person.name), "authoredOn": str(event["day"])}


def scan(person):
    return {"id": person.name + "-scan", "resourceType": "ServiceRequest", "status": "completed",
            "intent": "order", "code": concept(LOINC, "24627-2", "CT Chest"),
            "subject": reference("Patient", person.name),
            "authoredOn": instant(person.tumours[0]["day"], 8)}


def specimen(person, event):
    resource = {"resourceType": "Specimen", "id": event["id"], "status": "available",
                "type": concept(SNOMED, "258435002", "Tumor tissue specimen"),
                "subject": reference("Patient", person.name)}
    if event["received"] is not None:
        resource["receivedTime"] = instant(event["received"], 10)
    resource["collection"] = {"collectedDateTime": str(event["collected"])}
    return resource


def report(person, event):
    resource = {"resourceType": "DiagnosticReport", "id": event["id"]}
    if event["order"] is not None:
        resource["basedOn"] = [reference("ServiceRequest", event["order"])]
    resource.update(
        status=event["status"], category=[concept(TERMINOLOGY + "v2-0074", "GE", "Genetics")],
        code=concept(LOINC, "51969-4", "Genetic analysis report"),
        subject=reference("Patient", person.name), issued=instant(event["issued"], 16),
        specimen=[reference("Specimen", event["specimen"])])
    if event["results"]:
        resource["result"] = [reference("Observation", name) for name in event["results"]]
    return resource


def component(code, display, **value):
    return dict({"code": concept(LOINC, code, display)}, **value)


def variant(person, event):
    _, hgnc, chromosome, position, ref, alt, coding, protein, _ = VARIANTS[event["gene"]]
    symbol = event["gene"].split()[0]
    parts = [component("48018-6", "Gene studied [ID]", valueCodeableConcept=concept(
        "http://www.genenames.org/geneId", hgnc, symbol))]
    if event["present"] and position is None:
        parts.append(component("82155-3", "Copy number",
                               valueQuantity={"value": event["copies"], "code": "1",
                                              "system": "http://unitsofmeasure.org"}))
    elif event["present"]:
        hgvs = "http://varnomen.hgvs.org"
        parts += [
            component("48004-6", "DNA change (c.HGVS)", valueCodeableConcept=concept(hgvs, coding)),
            component("48005-3", "Protein change (p.HGVS)",
                      valueCodeableConcept=concept(hgvs, protein)),
            component("48000-4", "Chromosome", valueCodeableConcept={"text": "chr" + chromosome}),
            component("81254-5", "Exact start-end",
                      valueRange={"low": {"value": position}, "high": {"value": position}}),
            component("69547-8", "Ref nucleotide", valueString=ref),
            component("69551-0", "Alt allele", valueString=alt),
            component("81258-6", "Variant allele frequency",
                      valueQuantity={"value": event["vaf"], "unit": "1", "code": "1",
                                     "system": "http://unitsofmeasure.org"}),
            component("82121-5", "Allelic read depth", valueQuantity={"value": event["depth"]})]
    parts.append(component("48002-0", "Genomic source class", valueCodeableConcept=concept(
        LOINC, "LA6684-0", "Somatic")))
    answer = ("LA9633-4", "Present") if event["present"] else ("LA9634-2", "Absent")
    return {"resourceType": "Observation", "id": event["id"], "status": event["status"],
            "category": [concept(TERMINOLOGY + "observation-category", "laboratory")],
            "code": concept(LOINC, "69548-6", "Genetic variant assessment"),
            "subject": reference("Patient", person.name),
            "effectiveDateTime": str(event["day"]),
            "valueCodeableConcept": concept(LOINC, *answer),
            "specimen": reference("Specimen", event["specimen"]), "component": parts}


def performance_status(person):
    return {"resourceType": "Observation", "id": person.name + "-ecog", "status": "final",
            "code": concept(LOINC, "89247-1", "ECOG Performance Status score"),
            "subject": reference("Patient", person.name),
            "effectiveDateTime": instant(person.tumours[0]["day"], 11), "valueInteger": 1,
            "note": [{"text": "Gehfähig, \"leichte\" Arbeit möglich\nSynthetic remark."}]}


def drug(person, event):
    name = MATCHED_DRUGS.get(event["atc"]) or OTHER_DRUGS[event["atc"]]
    return {"resourceType": "MedicationRequest", "id": event["id"], "status": event["status"],
            "intent": event["intent"],
            "medicationCodeableConcept": concept("http://www.whocc.no/atc", event["atc"], name),
            "subject": reference("Patient", person.name), "authoredOn": str(event["day"])}


def resources(people):
    """Type -> resources, in order of the people."""
    out = {kind: [] for kind in ("Patient", "Condition", "ServiceRequest", "Specimen",
                                 "DiagnosticReport", "Observation", "MedicationRequest")}
    for number, person in enumerate(people, start=1):
        out["Patient"].append(patient(person, number))
        out["Condition"] += [condition(person, tumour) for tumour in person.tumours]
        out["Condition"] += [comorbidity(person)] if person.has_comorbidity else []
        out["ServiceRequest"] += [order(person, event) for event in person.orders]
        out["ServiceRequest"] += [scan(person)] if person.has_scan else []
        out["Specimen"] += [specimen(person, event) for event in person.specimens]
        out["DiagnosticReport"] += [report(person, event) for event in person.reports]
        out["Observation"] += [variant(person, event) for event in person.variants]
        out["Observation"] += [performance_status(person)] if person.has_status else []
        out["MedicationRequest"] += [drug(person, event) for event in person.drugs]
    return out


def line(resource):
    return json.dumps(resource, ensure_ascii=False, separators=(",", ":"))


def files(groups):
    """File name -> NDJSON bytes, and where the broken lines lie."""
    texts = {kind: [line(resource) + "\n" for resource in group] for kind, group in groups.items()}
    nameless = {"id": "SYN-without-type", "status": "final"}
    plan = [("Condition", 250, "this line is not JSON\n", "json", "not JSON"),
            ("Observation", 333, line(nameless) + "\n", "resourceType", "no resourceType")]
    cut = texts["DiagnosticReport"][-1][:180]
    plan.append(("DiagnosticReport", len(texts["DiagnosticReport"]), cut, "json",
                 "the file ends within a resource"))
    # A blank line is no record: neither kept nor broken, but it counts as a line.
    texts["Observation"].insert(100, "\n")
    broken = []
    for kind, index, text, rule, what in plan:
        texts[kind].insert(index, text)
        offset = len("".join(texts[kind][:index]).encode())
        broken.append({"file": "fhir/%s.ndjson" % kind, "line": index + 1, "byteOffset": offset,
                       "rule": rule, "what": what})
    return {kind + ".ndjson": "".join(lines).encode() for kind, lines in texts.items()}, broken
