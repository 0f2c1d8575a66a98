#!/usr/bin/env python3
"""Writes Sources/FHIR/Definitions/DefinitionText1.swift and so on: the elements of every type of FHIR R4, R4B and R5.

Which elements repeat, which are primitive and of what kind, is not told by FHIR's XML itself. The public Python
packages fhir.resources 6.2.0 (R4) and 7.1.0 (R4B, R5) have it as classes made from HL7's StructureDefinitions; they
are downloaded (pip) and read as text, never run.

The text, one type a line; what the words mean is said in DefinitionTable.swift:
  legend K:CodeableConcept ...      letters for types
  names identifier*Q ...            what an element of this name is where its line says nothing else
  any YZ...,Dosage                  the types of an open choice, written name[]
  Patient/d active name*HumanName deceased[bT]
  .Contact gender                   Patient's backbone element PatientContact
"""
import ast
import collections
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap
import zipfile

RELEASES = {"a": ("6.2.0", "fhir/resources"), "b": ("7.1.0", "fhir/resources/R4B"), "c": ("7.1.0", "fhir/resources")}
PRIMITIVES = {
    "String": "s", "Markdown": "s", "Code": "c", "Id": "i", "Uri": "u", "Url": "u", "Canonical": "u", "Oid": "o",
    "Uuid": "g", "Boolean": "b", "Integer": "z", "PositiveInt": "p", "UnsignedInt": "n", "Integer64": "l",
    "Decimal": "d", "Date": "D", "DateTime": "T", "Instant": "N", "Time": "t", "Base64Binary": "B", "Xhtml": "x",
}
TEXTS = "sciuogx"
BASES = {"DomainResource": "/d", "Resource": "/r", "Quantity": "/q", "BackboneElement": "/k", "Element": "/e",
         "FHIRResourceModel": "/-", "FHIRAbstractModel": "/-", "Base": "/-"}
LETTERS = "KRQCPIMEFHOJAGUSVWXYZL"


def read_release(folder):
    """Name -> (base, {element: (repeats, type, choice)})."""
    types = {}
    for file in sorted(folder.glob("*.py")):
        for found in ast.parse(file.read_text()).body:
            if isinstance(found, ast.ClassDef) and found.bases:
                read_class(found, types)
    return types


def read_class(found, types):
    name, elements = None, {}
    for line in found.body:
        if isinstance(line, ast.Assign) and getattr(line.targets[0], "id", "") == "resource_type":
            name = line.value.args[0].value
        if not isinstance(line, ast.AnnAssign) or not isinstance(line.value, ast.Call):
            continue
        words = {word.arg: word.value for word in line.value.keywords}
        if "element_property" not in words:
            continue
        annotation = ast.unparse(line.annotation)
        type = re.search(r"fhirtypes\.(\w+)", annotation)
        type = type.group(1) if type else "Boolean"
        type = PRIMITIVES.get(type) or type.removesuffix("Type")
        choice = words["one_of_many"].value if "one_of_many" in words else None
        elements[words["alias"].value] = ("List[" in annotation, type, choice)
    if name:
        base = ast.unparse(found.bases[0]).split(".")[-1]
        types[name] = ({"DataType": "Element", "BackboneType": "BackboneElement"}.get(base, base), elements)


def capitalized(name):
    return name[0].upper() + name[1:]


class Table:
    def __init__(self, releases):
        self.base, self.elements, self.choices = {}, {}, {}
        for name in sorted({name for release in releases.values() for name in release}):
            present = {mark: release[name] for mark, release in releases.items() if name in release}
            self.base[name] = next(iter(present.values()))[0]
            self.read(name, {mark: elements for mark, (_, elements) in present.items()})
        self.owners = {name: self.owner(name) for name in self.base}
        self.letters = self.letter_of_types()

    def read(self, owner, present):
        self.elements[owner], self.choices[owner] = [], {}
        for name in sorted({name for elements in present.values() for name in elements}):
            shapes = {mark: elements[name] for mark, elements in present.items() if name in elements}
            if all(choice and not repeats for repeats, _, choice in shapes.values()):
                choice = next(iter(shapes.values()))[2]
                self.choices[owner].setdefault(choice, set()).add(name[len(choice):])
                continue
            marks = collections.defaultdict(str)
            for mark, (repeats, type, _) in shapes.items():
                marks[repeats, "s" if len(shapes) > 1 and self.alike(shapes) else type] += mark
            for (repeats, type), when in marks.items():
                self.elements[owner].append((name, repeats, type, when if len(marks) > 1 else ""))

    @staticmethod
    def alike(shapes):
        """Whether releases differ in kinds of text only."""
        types = {type for _, type, _ in shapes.values()}
        return len(types) > 1 and all(type in TEXTS for type in types)

    def owner(self, name):
        """The type whose backbone element this is; empty for types of their own."""
        if self.base[name] not in ("BackboneElement", "Element"):
            return ""
        owners = [
            other for other in self.base
            if name != other and name.startswith(other) and name[len(other)].isupper()
            and (self.base[other] in ("DomainResource", "Resource") or other == "ElementDefinition")
        ]
        return max(owners, key=len) if owners and self.is_part(name, owners) else ""

    def is_part(self, name, owners):
        """Whether some element has this type; types of their own may begin like another type."""
        return any(
            name == type for other in self.base if other.startswith(max(owners, key=len))
            for _, _, type, _ in self.elements[other])

    def letter_of_types(self):
        count = collections.Counter(
            type for elements in self.elements.values() for _, _, type, _ in elements
            if len(type) > 1 and not self.owners.get(type))
        for choices in self.choices.values():
            for types in choices.values():
                count.update(type for type in types if type in self.base)
        return {type: letter for (type, _), letter in zip(count.most_common(len(LETTERS)), LETTERS)}

    def shown(self, owner, name, type):
        if type == owner + capitalized(name):
            return "."
        root = self.owners.get(type)
        if root and root in (owner, self.owners[owner]):
            return "." + type[len(root):]
        return self.letters.get(type, type)

    def shown_choice(self, types):
        short, long = "", []
        for type in sorted(types):
            if type in PRIMITIVES and type not in ("Url", "Canonical", "Uri", "Markdown"):
                short += PRIMITIVES[type]
            elif type in self.letters:
                short += self.letters[type]
            else:
                long.append(type)
        return ",".join([short] + long)

    def lines(self):
        count = collections.defaultdict(collections.Counter)
        for owner, elements in self.elements.items():
            for name, repeats, type, _ in elements:
                count[name][("*" if repeats else ":") + self.shown(owner, name, type)] += 1
        usual = {name: shapes.most_common(1)[0] for name, shapes in count.items()}
        usual = {name: shape for name, (shape, times) in usual.items() if times > 2 and shape[1:2] + shape[2:] != "."}
        usual = {name: shape for name, shape in usual.items() if not shape[1:].startswith(".") or shape[1:] == "."}
        any_type = self.choices["Extension"]["value"]
        yield "legend " + " ".join(f"{letter}:{type}" for type, letter in self.letters.items())
        yield "names " + " ".join(name + usual[name] for name in sorted(usual))
        yield "any " + self.shown_choice(any_type)
        for owner in sorted(self.base, key=lambda name: (self.owners[name] or name, bool(self.owners[name]), name)):
            words = []
            for name, repeats, type, when in self.elements[owner]:
                shape = ("*" if repeats else ":") + self.shown(owner, name, type)
                words.append(name + ("" if usual.get(name) == shape else shape) + ("@" + when if when else ""))
            for name, types in self.choices[owner].items():
                words.append(f"{name}[{'' if types == any_type else self.shown_choice(types)}]")
            root, base = self.owners[owner], self.base[owner]
            usual_base = "BackboneElement" if root else "Element"
            head = ("." + owner[len(root):] if root else owner) + ("" if base == usual_base else BASES.get(base, ""))
            yield " ".join([head] + sorted(words))


def write(lines, folder):
    wrapped = []
    for line in lines:
        # A line that goes on begins with a space; one that goes on within a word with a plus sign too.
        for part in textwrap.wrap(line, 112, subsequent_indent=" ", break_long_words=False, break_on_hyphens=False):
            while len(part) > 112:
                comma = part.rindex(",", 0, 100) + 1
                wrapped.append(part[:comma])
                part = " +" + part[comma:]
            wrapped.append(part)
    for old in folder.glob("DefinitionText[0-9].swift"):
        old.unlink()
    size = -(-len(wrapped) // -(-len(wrapped) // 380))
    count = -(-len(wrapped) // size)
    texts = f"  static let texts = [{', '.join(f'text{number + 1}' for number in range(count))}]\n\n"
    for number, start in enumerate(range(0, len(wrapped), size), 1):
        body = "\n".join("    " + line for line in wrapped[start:start + size])
        (folder / f"DefinitionText{number}.swift").write_text(
            f"// Made by schemas/make-fhir-definitions.py from HL7's definitions (CC0-1.0); not edited by hand.\n"
            f"extension DefinitionTable {{\n{texts if number == 1 else ''}  static let text{number} =\n    \"\"\"\n{body}\n    \"\"\"\n}}\n")
    print(f"{sum(map(len, wrapped))} characters in {len(wrapped)} lines")


def main():
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        for version in sorted({version for version, _ in RELEASES.values()}):
            subprocess.run(
                [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", scratch,
                 f"fhir.resources=={version}"], check=True)
            wheel = next(scratch.glob(f"fhir.resources-{version}-*.whl"))
            zipfile.ZipFile(wheel).extractall(scratch / version)
        releases = {}
        for mark, (version, folder) in RELEASES.items():
            types = read_release(scratch / version / folder)
            no_type = ("FHIRAbstractModel", "FHIRResourceModel", "PrimitiveType", "Base", "BackboneType", "DataType")
            releases[mark] = {name: type for name, type in types.items() if name not in no_type}
        write(list(Table(releases).lines()), pathlib.Path(__file__).parent.parent / "Sources/FHIR/Definitions")


main()
