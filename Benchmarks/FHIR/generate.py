"""Makes Observations as a hospital's export gives them, one a line: `generate.py COUNT OUTPUT [SEED]`.

200,000 of them are about 139 MB. Nothing but the seed and the count decides what they say.
"""

import json
import random
import sys

TESTS = [
    ("718-7", "Hemoglobin [Mass/volume] in Blood", "g/dL", 8, 17, 1),
    ("2160-0", "Creatinine [Mass/volume] in Serum or Plasma", "mg/dL", 0.5, 2.5, 2),
    ("94076-7", "Mutations/Megabase [# Ratio] in Tumor", "1/1000000{Base}", 0, 60, 1),
    ("2951-2", "Sodium [Moles/volume] in Serum or Plasma", "mmol/L", 128, 150, 0),
    ("1975-2", "Bilirubin.total [Mass/volume] in Serum or Plasma", "mg/dL", 0.1, 3, 2),
    ("6690-2", "Leukocytes [#/volume] in Blood by Automated count", "10*3/uL", 1, 30, 2),
    ("777-3", "Platelets [#/volume] in Blood by Automated count", "10*3/uL", 20, 500, 0),
    ("81258-6", "Sample variant allelic frequency [NFr]", "%", 0, 100, 3),
]


def identifier(draw):
    return "%08x-%04x-4%03x-a%03x-%012x" % tuple(draw.getrandbits(bits) for bits in (32, 16, 12, 12, 48))


def observation(draw, patients):
    code, display, unit, low, high, digits = draw.choice(TESTS)
    day = "20%02d-%02d-%02d" % (draw.randint(15, 24), draw.randint(1, 12), draw.randint(1, 28))
    time = "T%02d:%02d:%02d+01:00" % (draw.randint(6, 20), draw.randint(0, 59), draw.randint(0, 59))
    value = f"{draw.uniform(low, high):.{digits}f}"
    record = {
        "resourceType": "Observation",
        "id": identifier(draw),
        "meta": {"versionId": "1", "lastUpdated": f"{day}T23:10:04.117Z"},
        "status": draw.choices(["final", "amended", "preliminary"], [90, 7, 3])[0],
        "category": [
            {
                "coding": [
                    {
                        "system": "http://terminology.hl7.org/CodeSystem/observation-category",
                        "code": "laboratory",
                        "display": "Laboratory",
                    }
                ]
            }
        ],
        "code": {"coding": [{"system": "http://loinc.org", "code": code, "display": display}], "text": display},
        "subject": {"reference": f"Patient/{draw.choice(patients)}"},
        "effectiveDateTime": day + time,
        "issued": f"{day}T23:09:58.000Z",
    }
    # One in fifty has no value, for a reason.
    if draw.random() < 0.02:
        system = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
        record["dataAbsentReason"] = {"coding": [{"system": system, "code": "unknown"}]}
        return json.dumps(record, separators=(",", ":"))
    record["valueQuantity"] = {
        "value": "VALUE", "unit": unit, "system": "http://unitsofmeasure.org", "code": unit,
    }
    # The digits as the laboratory gave them: 5.10 is not 5.1.
    return json.dumps(record, separators=(",", ":")).replace('"VALUE"', value)


def main():
    count, output = int(sys.argv[1]), sys.argv[2]
    draw = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    patients = [identifier(draw) for _ in range(5000)]
    with open(output, "w", encoding="utf-8") as file:
        for _ in range(count):
            file.write(observation(draw, patients) + "\n")


main()
