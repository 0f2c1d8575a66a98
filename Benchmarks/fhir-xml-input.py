#!/usr/bin/env python3
"""Writes a Bundle in XML and the same Bundle as NDJSON from a folder of NDJSON, repeated until the XML has some size.

usage: fhir-xml-input.py FOLDER MEGABYTES OUT.xml OUT.ndjson
"""
import json
import pathlib
import sys
from xml.sax.saxutils import quoteattr


def element(name, value, beside, indent):
    pad = " " * indent
    if name == "div":
        return [pad + value]
    if isinstance(value, dict) and "resourceType" in value:
        return [f"{pad}<{name}>"] + resource(value, indent + 2) + [f"{pad}</{name}>"]
    if isinstance(value, dict):
        head = "".join(f" {key}={quoteattr(str(value[key]))}" for key in ("id", "url") if key in value and (
            key == "id" or name in ("extension", "modifierExtension")))
        skipped = {"id"} | ({"url"} if name in ("extension", "modifierExtension") else set())
        return [f"{pad}<{name}{head}>"] + members(value, indent + 2, skipped) + [f"{pad}</{name}>"]
    if isinstance(value, bool):
        value = "true" if value else "false"
    head = "" if value is None else f" value={quoteattr(str(value), {chr(10): '&#10;', chr(9): '&#9;'})}"
    if beside and "id" in beside:
        head += f" id={quoteattr(beside['id'])}"
    if beside and "extension" in beside:
        return [f"{pad}<{name}{head}>"] + members({"extension": beside["extension"]}, indent + 2, set()) + [f"{pad}</{name}>"]
    return [f"{pad}<{name}{head}/>"]


def members(value, indent, skipped):
    lines = []
    for key in dict.fromkeys(key.lstrip("_") for key in value):
        if key in skipped:
            continue
        item, beside = value.get(key), value.get("_" + key)
        if isinstance(item, list) or isinstance(beside, list):
            size = max(len(item or []), len(beside or []))
            for index in range(size):
                lines += element(key, item[index] if item else None, beside[index] if beside else None, indent)
        else:
            lines += element(key, item, beside, indent)
    return lines


def resource(value, indent=0):
    name, pad = value["resourceType"], " " * indent
    return [f"{pad}<{name}>"] + members(value, indent + 2, {"resourceType"}) + [f"{pad}</{name}>"]


def main():
    folder, size, xml_name, lines_name = pathlib.Path(sys.argv[1]), int(sys.argv[2]) << 20, sys.argv[3], sys.argv[4]
    entries, lines = [], []
    for file in sorted(folder.glob("*.ndjson")):
        for line in file.read_text().splitlines():
            found = json.loads(line, parse_float=lambda text: Number(text), parse_int=lambda text: Number(text))
            entries.append("  <entry>\n    <resource>\n" + "\n".join(resource(found, 6)) + "\n    </resource>\n  </entry>\n")
            lines.append(line + "\n")
    written = 0
    with open(xml_name, "w") as xml, open(lines_name, "w") as ndjson:
        xml.write('<?xml version="1.0" encoding="UTF-8"?>\n<Bundle xmlns="http://hl7.org/fhir">\n  <type value="collection"/>\n')
        while written < size:
            written += sum(map(len, entries))
            xml.writelines(entries)
            ndjson.writelines(lines)
        xml.write("</Bundle>\n")


class Number(str):
    """A number in the spelling of its text."""


main()
