"""Validates exported indicators: exports.py REPORTS DATASET SDMX; prints what was looked at.

REPORTS is a FHIR Bundle, checked with fhir.resources (R4B); DATASET is HealthDCAT-AP as JSON-LD, checked by SHACL against
the properties that Release 8 makes mandatory. The official shapes are not on PyPI; these were written from the list.
SDMX is SDMX-CSV 2.1, read by sdmx1, which knows version 2.0: what 2.1 calls a merge (M) was an append (A) there.
"""
import csv
import io
import json
import sys

import pyshacl
import rdflib
from fhir.resources.R4B.bundle import Bundle
from sdmx.model import v30
from sdmx.reader.csv import Reader

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix dcatap: <http://data.europa.eu/r5r/> . @prefix cv: <http://data.europa.eu/m8g/> .
@prefix h: <http://healthdataportal.eu/ns/health#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix spdx: <http://spdx.org/rdf/terms#> . @prefix eli: <http://data.europa.eu/eli/ontology#> .
[] a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:nodeKind sh:IRI ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
    [ sh:path dct:description ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
    [ sh:path dct:identifier ; sh:minCount 1 ] ,
    [ sh:path dct:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent ] ,
    [ sh:path dcat:contactPoint ; sh:minCount 1 ; sh:class cv:ContactPoint ] ,
    [ sh:path dct:accessRights ; sh:minCount 1 ; sh:maxCount 1 ; sh:class dct:RightsStatement ] ,
    [ sh:path dcat:theme ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcatap:applicableLegislation ; sh:minCount 1 ; sh:class eli:LegalResource ;
      sh:hasValue <http://data.europa.eu/eli/reg/2025/327/oj> ] ,
    [ sh:path h:healthCategory ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path h:hdab ; sh:minCount 1 ; sh:class foaf:Agent ] ,
    [ sh:path h:numberOfRecords ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ] ,
    [ sh:path dcat:distribution ; sh:minCount 1 ; sh:class dcat:Distribution ] .
[] a sh:NodeShape ; sh:targetClass dcat:Distribution ;
  sh:property [ sh:path dcat:accessURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcatap:applicableLegislation ; sh:minCount 1 ; sh:class eli:LegalResource ] ,
    [ sh:path ( spdx:checksum spdx:checksumValue ) ; sh:minCount 1 ; sh:datatype xsd:hexBinary ] .
[] a sh:NodeShape ; sh:targetClass foaf:Agent ;
  sh:property [ sh:path foaf:name ; sh:minCount 1 ] , [ sh:path cv:contactPoint ; sh:class cv:ContactPoint ] .
[] a sh:NodeShape ; sh:targetClass cv:ContactPoint ; sh:property [ sh:path cv:email ; sh:minCount 1 ] .
"""



def observations(path):
    """How many observations of each action there are, as sdmx1 reads the file by a structure with its columns."""
    with open(path, encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    value = header.index("OBS_VALUE")
    structure = v30.DataStructureDefinition(id="INDICATORS")
    for name in header[3:value]:
        structure.dimensions.append(v30.Dimension(id=name))
    structure.measures.append(v30.Measure(id="OBS_VALUE"))
    for name in header[value + 1:]:
        structure.attributes.append(v30.DataAttribute(id=name))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    for row in rows:
        writer.writerow([*row[:2], "A" if row[2] == "M" else row[2], *row[3:]])
    message = Reader().convert(io.BytesIO(text.getvalue().encode()), structure=structure)
    for observation in (each for data in message.data for each in data.obs):
        assert len(observation.dimension) == value - 3, observation
    return {data.action.name: len(data.obs) for data in message.data}


bundle = Bundle(**json.load(open(sys.argv[1])))
assert all(type(entry.resource).__name__ == "MeasureReport" for entry in bundle.entry)
graph = rdflib.Graph().parse(sys.argv[2], format="json-ld")
shapes = rdflib.Graph().parse(data=SHAPES, format="turtle")
conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes)
assert conforms, text
assert len(list(graph.subjects(rdflib.RDF.type, rdflib.URIRef("http://www.w3.org/ns/dcat#Dataset")))) == 1
print(json.dumps({"reports": len(bundle.entry), "triples": len(graph), "observations": observations(sys.argv[3])}))
