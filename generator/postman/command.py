"""``python -m generator import-postman FILE``: a Postman collection against the description.

Prints the differences, and writes what the description lacks as YAML to start from.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.bundle import read
from generator.origins import Document
from generator.postman.collection import Seen, requests_of
from generator.postman.fields import field_findings
from generator.postman.findings import Finding, envelopes, operation_findings, parameter_findings
from generator.postman.report import report
from generator.postman.starting import starting_parts, write_parts

DEFAULT = Path("build", "import-postman.yaml")


def import_postman(arguments: list[str], openapi: Path) -> int:
    """Runs the command. Returns 0, whatever the differences.

    Raises:
        DescriptionError: the file is no collection, or the description cannot be read.
    """
    parser = argparse.ArgumentParser(prog="python -m generator import-postman", description=__doc__)
    parser.add_argument("file", type=Path, help="an export of format v2.1")
    parser.add_argument("--openapi", type=Path, default=openapi, help="the folder with the description")
    parser.add_argument("--yaml", type=Path, default=DEFAULT, help=f"the YAML file to write; by default {DEFAULT}")
    options = parser.parse_args(arguments)
    name, requests = requests_of(options.file)
    description = read(options.openapi)
    findings = differences(description.document, requests)
    parts = starting_parts(description, findings)
    print(report(name, findings))
    if parts:
        write_parts(parts, name, options.yaml)
        print(f"\nYAML to start from: {options.yaml}")
    return 0


def differences(document: Document, requests: list[Seen]) -> list[Finding]:
    """All differences between a collection and a description."""
    return [
        *operation_findings(document, requests),
        *parameter_findings(document, requests),
        *envelopes(document, requests),
        *field_findings(document, requests),
    ]
