"""Parses a metrics file strictly: usage metrics.py FILE; prints its samples as JSON, or fails.

Beside prometheus_client's own parser: every family has HELP and TYPE, once and before its samples; no sample stands
twice; the file ends with a line feed, as the node exporter wants it.
"""
import json
import sys

from prometheus_client.parser import text_string_to_metric_families

text = open(sys.argv[1]).read()
assert text.endswith("\n") and "\r" not in text
families, seen, samples = {}, set(), []
for line in text.splitlines():
    if line.startswith("# "):
        word, name = line.split(" ")[1:3]
        assert word in ("HELP", "TYPE") and word not in families.setdefault(name, []), line
        families[name].append(word)
    else:
        assert sorted(families[line.partition("{")[0]]) == ["HELP", "TYPE"], line
for family in text_string_to_metric_families(text):
    assert family.type == "gauge" and family.documentation and family.samples, family
    for sample in family.samples:
        key = (sample.name, tuple(sorted(sample.labels.items())))
        assert key not in seen, key
        seen.add(key)
        samples.append({"name": sample.name, "labels": sample.labels, "value": sample.value})
json.dump(samples, sys.stdout)
