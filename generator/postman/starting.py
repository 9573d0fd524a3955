"""What the description lacks, as parts of its files to start from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from generator.bundle import Description
from generator.compare.schemas import answer_of, named_in
from generator.fields import fields_of
from generator.names import field_name
from generator.origins import Document
from generator.paths import operations
from generator.postman.collection import Seen
from generator.postman.findings import Finding
from generator.postman.inference import property_of, schema_of

VERBS = {"GET": "list", "POST": "create", "PUT": "update", "DELETE": "delete"}
HEADER = """\
What the collection {name!r} has and the description lacks, by the file in openapi/ where it belongs.
Types are those of the examples, and texts are to be written. Merge what you have checked.
"""


def write_parts(parts: dict[str, Document], collection: str, target: Path) -> None:
    """Writes the parts into one YAML file."""
    yaml = YAML()
    yaml.width = 120
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8") as file:
        file.writelines(f"# {line}\n" for line in HEADER.format(name=collection).splitlines())
        if parts:
            yaml.dump(parts, file)


def starting_parts(description: Description, findings: Iterable[Finding]) -> dict[str, Document]:
    """By the name of its file, what each missing operation and field adds to it."""
    homes = _Homes(description)
    parts: dict[str, Document] = {}
    for finding in findings:
        if finding.kind in ("missing operation", "changed operation") and finding.seen is not None:
            file, part = homes.operation(finding.seen)
            _merge(parts.setdefault(file, {}), part)
        elif finding.kind in ("missing field", "renamed field"):
            file, part = homes.field(finding)
            _merge(parts.setdefault(file, {}), part)
    return parts


class _Homes:
    """Finds the files of a description that new parts belong in."""

    def __init__(self, description: Description) -> None:
        self._description = description
        self._document = description.document
        self._taken = {operation.id for operation in operations(description.document)}

    def operation(self, seen: Seen) -> tuple[str, Document]:
        segment = seen.path.strip("/").partition("/")[0]
        file, tag, is_new = self._home(segment)
        id = self._free_id(field_name(tag), seen)
        schemas = dict(_schemas(id, seen, self._record(segment, seen)))
        written = {name: schema for name, schema in schemas.items() if not name.startswith("$")}
        operation = _operation(id, seen, schemas)
        part: Document = {"tags": [{"name": tag, "description": f"{tag}."}]} if is_new else {}
        part["paths"] = {seen.path: {seen.method.lower(): operation}}
        return file, part | ({"components": {"schemas": written}} if written else {})

    def field(self, finding: Finding) -> tuple[str, Document]:
        schema, _, wire = finding.name.partition(".")
        if finding.written:
            parts = self._document["components"]["schemas"][schema].get("allOf", ())
            shared = (name for part in parts for name in named_in(part) if name.endswith("Fields"))
            schema = next(shared, schema)
        file = self._description.where(("components", "schemas", schema)).file
        properties = {wire: {**property_of(finding.value), "x-evidence": "documented"}}
        if finding.former is not None:
            properties[wire]["x-deprecated-name"] = finding.former
        return file, {"components": {"schemas": {schema: {"properties": properties}}}}

    def _home(self, segment: str) -> tuple[str, str, bool]:
        """The file and the tag of the paths that begin alike, and whether they are new."""
        for operation in operations(self._document):
            if operation.path.strip("/").partition("/")[0] == segment:
                return self._description.where(operation.place).file, operation.raw["tags"][0], False
        words = re.sub(r"\W+", " ", segment).strip() or "root"
        return f"resources/{words.replace(' ', '_')}.yaml", words.capitalize(), True

    def _free_id(self, resource: str, seen: Seen) -> str:
        rest = field_name("_".join(re.findall(r"\w+", seen.path.strip("/").partition("/")[2])))
        names = [f"{resource}_{rest or VERBS.get(seen.method, seen.method.lower())}"]
        names += [f"{names[0]}_{VERBS.get(seen.method, 'call')}", f"{names[0]}_{seen.method.lower()}_call"]
        found = next(name for name in names if name not in self._taken)
        self._taken.add(found)
        return found

    def _record(self, segment: str, seen: Seen) -> str | None:
        """The record that the list of a resource answers with, if the answer may be one."""
        keys = {key for answer in seen.answers for item in _items(answer) for key in item}
        for operation in operations(self._document):
            if (operation.method, operation.path) == ("get", f"/{segment}"):
                for name in named_in(answer_of(self._document, operation)):
                    return name if keys and keys <= fields_of(self._document, name).keys() else None
        return None


def _schemas(id: str, seen: Seen, record: str | None) -> Iterator[tuple[str, Document]]:
    """The schemas of the body and of the answer; one whose name begins with ``$`` is there already."""
    name = "".join(word.capitalize() for word in id.split("_"))
    if isinstance(seen.body, dict) and seen.method != "GET":
        yield f"{name}Body", schema_of([seen.body], f"What `{seen.key}` takes.")
    if record is not None:
        yield f"${record}", {}
    elif items := [item for answer in seen.answers for item in _items(answer)]:
        yield f"{name}Answer", schema_of(items, f"What `{seen.key}` answers with.")


def _operation(id: str, seen: Seen, schemas: dict[str, Document]) -> Document:
    body = next((name for name in schemas if name.endswith("Body")), None)
    answer = next((name.removeprefix("$") for name in schemas if name != body), None)
    operation: Document = {
        "operationId": id,
        "summary": seen.name or seen.key,
        "description": seen.description or f"Undescribed: {seen.name or seen.key}.",
        "x-evidence": "documented",
        "x-idempotent": seen.method in ("GET", "PUT", "DELETE"),
    }
    if seen.query and seen.method == "GET":
        operation["parameters"] = [
            {"name": name, "in": "query", "description": f"For example `{value}`.", "schema": {"type": "string"}}
            for name, value in seen.query.items()
        ]
    if body:
        content = {"schema": _reference(body), "example": seen.body}
        operation["requestBody"] = {"required": True, "content": {seen.kind: content}}
    success: Document = {"description": "The answer."}
    if answer:
        is_list = any(isinstance(each, list) for each in seen.answers)
        schema = {"type": "array", "items": _reference(answer)} if is_list else _reference(answer)
        success["content"] = {"application/json": {"schema": schema}}
    return operation | {"responses": {"200": success}}


def _reference(name: str) -> Document:
    return {"$ref": f"#/components/schemas/{name}"}


def _items(answer: Any) -> list[dict[str, Any]]:
    return [item for item in (answer if isinstance(answer, list) else [answer]) if isinstance(item, dict)]


def _merge(into: Document, part: Document) -> None:
    for key, value in part.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into.setdefault(key, value)
