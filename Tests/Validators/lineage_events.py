"""Checks OpenLineage events against the classes that OpenLineage generates from its JSON schemas.

usage: lineage_events.py FILE; one event a line. Fails at the first thing that the schemas do not know: a member that is
missing, unknown or of another type, a facet in the wrong place, a schema of another version, an identifier that is no
UUID, a time that is none.
"""
import enum
import json
import sys
import types
import typing

import attr
from openlineage.client.generated import base
from openlineage.client import facet_v2

# Where each facet may stand, and its class.
FACETS = {
    "run": {
        "processing_engine": facet_v2.processing_engine_run.ProcessingEngineRunFacet,
        "nominalTime": facet_v2.nominal_time_run.NominalTimeRunFacet,
        "parent": facet_v2.parent_run.ParentRunFacet,
        "errorMessage": facet_v2.error_message_run.ErrorMessageRunFacet,
    },
    "job": {
        "jobType": facet_v2.job_type_job.JobTypeJobFacet,
        "documentation": facet_v2.documentation_job.DocumentationJobFacet,
    },
    "dataset": {
        "version": facet_v2.dataset_version_dataset.DatasetVersionDatasetFacet,
        "datasetType": facet_v2.dataset_type_dataset.DatasetTypeDatasetFacet,
        "schema": facet_v2.schema_dataset.SchemaDatasetFacet,
    },
    "input": {
        "inputStatistics": facet_v2.input_statistics_input_dataset.InputStatisticsInputDatasetFacet,
        "dataQualityAssertions":
            facet_v2.data_quality_assertions_dataset.DataQualityAssertionsDatasetFacet,
    },
    "output": {
        "outputStatistics": facet_v2.output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet,
    },
}
PARENTS = {"run": base.RunFacet, "job": base.JobFacet, "dataset": base.DatasetFacet,
           "input": base.InputDatasetFacet, "output": base.OutputDatasetFacet}


def check(value, kind, place):
    """Builds what a value of a type stands for; the classes' own validators look at it too."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        assert value is not None, f"{place} is null"
        kinds = [each for each in typing.get_args(kind) if each is not type(None)]
        assert len(kinds) == 1, place
        return check(value, kinds[0], place)
    if origin is list:
        assert isinstance(value, list), place
        return [check(each, typing.get_args(kind)[0], f"{place}[{i}]") for i, each in enumerate(value)]
    if origin is dict:
        assert isinstance(value, dict), place
        return value
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind(value)
    if attr.has(kind):
        return build(value, kind, place)
    assert type(value) is kind, f"{place}: {value!r} is not {kind}"
    return value


def build(value, kind, place):
    assert isinstance(value, dict), f"{place} is no object"
    hints = typing.get_type_hints(kind)
    fields = {field.name: field for field in attr.fields(kind)}
    unknown = set(value) - set(fields)
    assert not unknown, f"{place} has {unknown}"
    made = {}
    for name, field in fields.items():
        if name not in value:
            assert field.default is not attr.NOTHING and name not in (
                "producer", "schemaURL", "_producer", "_schemaURL"), f"{place} has no {name}"
            continue
        if field.init:
            made[field.alias] = check(value[name], hints[name], f"{place}.{name}")
    for name in ("schemaURL", "_schemaURL"):
        if name in value:
            assert value[name] == kind._get_schema(), f"{place}: {value[name]} is not {kind._get_schema()}"
    for name in ("producer", "_producer"):
        assert name not in fields or ":" in value[name], f"{place}.{name} is no URI"
    return kind(**made)


def check_facets(facets, where, place):
    for name, facet in facets.items():
        kind = FACETS[where][name]
        assert issubclass(kind, PARENTS[where]), f"{place}: {name} may not stand there"
        build(facet, kind, f"{place}.{name}")


for number, line in enumerate(open(sys.argv[1])):
    event = json.loads(line)
    place = f"event {number}"
    build(event, base.RunEvent, place)
    check_facets(event["run"]["facets"], "run", f"{place}.run")
    check_facets(event["job"]["facets"], "job", f"{place}.job")
    for kind, key in (("input", "inputs"), ("output", "outputs")):
        for dataset in event[key]:
            check_facets(dataset["facets"], "dataset", f"{place}.{key}")
            check_facets(dataset[kind + "Facets"], kind, f"{place}.{key}")
print(number + 1, "events")
