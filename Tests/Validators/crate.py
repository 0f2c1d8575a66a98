"""Asks roc-validator about a crate: usage crate.py FOLDER; prints its findings as JSON by severity.

The validator fetches the JSON-LD context from the web. Here every request is answered in the process: the context out
of the package rocrate, anything else as not found.
"""
import importlib.resources
import io
import json
import os
import sys

# The validator prints what it likes; standard output is for the findings alone.
answer = sys.stdout
sys.stdout = sys.stderr

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPResponse

CONTEXT = "https://w3id.org/ro/crate/1.1/context"


class InProcess(BaseAdapter):
    def send(self, request, **_):
        found = request.url == CONTEXT
        path = importlib.resources.files("rocrate").joinpath("data/ro-crate.jsonld")
        raw = HTTPResponse(
            body=io.BytesIO(path.read_bytes() if found else b""), status=200 if found else 404,
            headers={"Content-Type": "application/ld+json"}, preload_content=False, request_url=request.url)
        return HTTPAdapter().build_response(request, raw)

    def close(self):
        pass


requests.Session.get_adapter = lambda *_, **__: InProcess()

from rocrate_validator import services
from rocrate_validator.models import Severity, ValidationSettings

result = services.validate(ValidationSettings(
    rocrate_uri=sys.argv[1], profile_identifier="provenance-run-crate",
    requirement_severity=Severity.RECOMMENDED, no_cache=True, skip_availability_check=True))
findings = {"REQUIRED": [], "RECOMMENDED": []}
for issue in result.get_issues(Severity.RECOMMENDED):
    findings.setdefault(issue.severity.name, []).append(f"{issue.message} ({issue.violatingEntity})")
assert result.executed_checks, "nothing was checked"
json.dump(findings | {"checks": len(result.executed_checks)}, answer, indent=1)
answer.flush()
os._exit(0)
