"""The differences as a report in Markdown."""

from __future__ import annotations

from itertools import groupby

from generator.postman.findings import Finding, Kind

HEADINGS: dict[Kind, str] = {
    "missing required field": "Required fields that an example lacks",
    "missing operation": "Operations that are not described",
    "changed operation": "Operations that are described with another method",
    "extra operation": "Operations that the collection lacks",
    "missing parameter": "Query parameters that are not described",
    "extra parameter": "Query parameters that the collection lacks",
    "missing field": "Fields that are not described",
    "renamed field": "Fields that have perhaps another name",
    "changed field": "Fields whose examples do not fit",
    "extra field": "Fields that no example has",
    "envelope": "Answers inside an object",
    "unread": "Examples that cannot be read",
}


def report(collection: str, findings: list[Finding]) -> str:
    """A part for each kind of difference that there is."""
    parts = [f"# {collection}, against the description"]
    for kind, heading in HEADINGS.items():
        if found := [finding for finding in findings if finding.kind == kind]:
            lines = _by_schema(found) if kind == "extra field" else [f"- {_line(finding)}" for finding in found]
            parts.append("\n".join([f"## {heading}", "", *lines]))
    return "\n\n".join(parts if len(parts) > 1 else [*parts, "No difference."])


def _line(finding: Finding) -> str:
    return f"`{finding.name}`: {finding.text}" if finding.text else f"`{finding.name}`"


def _by_schema(found: list[Finding]) -> list[str]:
    """A line for each schema: examples rarely have every field."""
    lines = []
    for schema, group in groupby(found, lambda finding: finding.name.partition(".")[0]):
        fields = [
            f"{each.name.partition('.')[2]} ({each.text})" if each.text else each.name.partition(".")[2]
            for each in group
        ]
        lines.append(f"- `{schema}`: {', '.join(fields)}")
    return lines
