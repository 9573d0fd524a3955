"""The description as a flat list: operations, parameters, schemas and their fields, each by a name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from attrs import frozen

from generator.compare.schemas import answer_of, body_of, named_in, parameters_of, required_of, type_of
from generator.fields import fields_in
from generator.normalise import narrowed
from generator.origins import Document
from generator.paths import Operation, operations

Role = Literal["read", "written"]


@frozen
class Fact:
    """What is described under one name, and the name that it belongs to."""

    kind: Literal["operation", "parameter", "schema", "field"]
    parent: str | None = None
    type: str = ""
    is_required: bool = False
    evidence: str | None = None
    values: tuple[str, ...] = ()
    operation_id: str = ""
    former: str | None = None
    """The former name, which works for a release."""
    former_values: tuple[tuple[str, str], ...] = ()
    """The same for values, each with the one that it became."""
    roles: frozenset[Role] = frozenset()


def facts(document: Document) -> dict[str, Fact]:
    """Each part of a description by its name, such as ``GET /tasks``, ``GET /tasks?limit`` and ``Task.dueDate``."""
    document = narrowed(document)
    found: dict[str, Fact] = {}
    for operation in operations(document):
        found |= _operation(document, operation)
    roots = list(_roots(document))
    for name, roles in _roles(document, roots).items():
        schema = document["components"]["schemas"].get(name)
        if schema is not None:
            found[name] = Fact(
                "schema",
                values=tuple(schema.get("x-extensible-enum", ())),
                former_values=tuple(schema.get("x-deprecated-name", {}).items()),
                roles=frozenset(roles),
            )
            found |= _fields(document, schema, name, found[name])
    for name, schema, role in roots:
        holder = Fact("schema", roles=frozenset([role]))
        found |= _fields(document, schema, name, holder, name.rpartition(" ")[0])
    return found


def _roots(document: Document) -> Iterator[tuple[str, Document, Role]]:
    """The schemas of bodies and answers, each with a name."""
    for operation in operations(document):
        yield f"{_name(operation)} body", body_of(operation), "written"
        yield f"{_name(operation)} answer", answer_of(document, operation), "read"


def _name(operation: Operation) -> str:
    return f"{operation.method.upper()} {operation.path}"


def _operation(document: Document, operation: Operation) -> dict[str, Fact]:
    name, body, answer = _name(operation), body_of(operation), answer_of(document, operation)
    shown = f"takes {type_of(body) if body else 'nothing'} and answers with {type_of(answer) if answer else 'nothing'}"
    evidence = operation.raw.get("x-evidence")
    found = {
        name: Fact(
            "operation",
            type=shown,
            evidence=evidence,
            operation_id=operation.id,
            former=operation.raw.get("x-deprecated-name"),
        )
    }
    for parameter in parameters_of(document, operation):
        found[f"{name}?{parameter['name']}"] = Fact(
            "parameter",
            parent=name,
            type=type_of(parameter.get("schema", {})),
            is_required=bool(parameter.get("required") or parameter.get("x-required-to-list")),
            evidence=parameter.get("x-evidence", evidence),
            roles=frozenset({"written"}),
        )
    return found


def _roles(document: Document, roots: list[tuple[str, Document, Role]]) -> dict[str, set[Role]]:
    """Whether the schemas are read, written or both; those that only others are made of are left out."""
    roles: dict[str, set[Role]] = {}
    for _, schema, role in roots:
        todo = [*named_in(schema)]
        while todo:
            name = todo.pop()
            if role not in roles.setdefault(name, set()):
                roles[name].add(role)
                fields = fields_in(document, document["components"]["schemas"].get(name, {}))
                todo += [inner for _, field in fields for inner in named_in(field.raw)]
    return dict(sorted(roles.items()))


def _fields(
    document: Document, schema: Document, name: str, holder: Fact, parent: str | None = None
) -> dict[str, Fact]:
    required = required_of(document, schema) if "$ref" not in schema else frozenset[str]()
    return {
        f"{name}.{wire}": Fact(
            "field",
            parent=parent or name,
            type=type_of(raw),
            is_required=wire in required,
            evidence=evidence,
            roles=holder.roles,
            former=raw.get("x-deprecated-name"),
        )
        for wire, raw, evidence in _own_fields(document, schema)
    }


def _own_fields(document: Document, schema: Document) -> Iterator[tuple[str, Document, str | None]]:
    """The fields of a schema, and with dotted names those of the objects that are described inside it."""
    if "$ref" in schema:
        return
    for wire, field in fields_in(document, schema):
        yield wire, field.raw, field.evidence
        for inner, raw, evidence in _own_fields(document, {"x-evidence": field.evidence, **field.raw}):
            yield f"{wire}.{inner}", raw, evidence
