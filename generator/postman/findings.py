"""Where a collection and the description differ in operations and query parameters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from attrs import frozen

from generator.compare.schemas import answer_of, body_of, named_in, parameters_of
from generator.fields import fields_of
from generator.origins import Document
from generator.paths import Operation, operations
from generator.postman.collection import Seen

Kind = Literal[
    "missing required field",
    "missing operation",
    "extra operation",
    "changed operation",
    "missing parameter",
    "extra parameter",
    "missing field",
    "renamed field",
    "changed field",
    "extra field",
    "envelope",
    "unread",
]


@frozen
class Finding:
    """A difference. The description lacks what is missing; the collection lacks what is extra."""

    kind: Kind
    name: str
    text: str = ""
    seen: Seen | None = None
    value: Any = None
    written: bool = False
    former: str | None = None


def matched(document: Document, requests: list[Seen]) -> Iterator[tuple[Operation, Seen]]:
    """The requests whose operations are described."""
    described = {key_of(operation): operation for operation in operations(document)}
    yield from ((described[seen.key], seen) for seen in requests if seen.key in described)


def operation_findings(document: Document, requests: list[Seen]) -> Iterator[Finding]:
    """Operations that one side lacks. The only one of a path, or of a name, that only one side has has changed."""
    described = {key_of(operation): operation.raw for operation in operations(document)}
    there = {seen.key: seen for seen in requests}
    missing = [seen for key, seen in there.items() if key not in described]
    extra = [key for key in described if key not in there]
    for seen in missing:
        others = [key for key in extra if key.partition(" ")[2] == seen.path]
        others = others or [key for key in extra if seen.name and seen.name == described[key].get("summary")]
        if len(others) == 1:
            extra.remove(others[0])
            yield Finding("changed operation", seen.key, f"described as {others[0]}", seen)
        else:
            yield Finding("missing operation", seen.key, seen.name, seen)
    for key in extra:
        yield Finding("extra operation", key, str(described[key].get("x-evidence", "")))
    for seen in requests:
        yield from (Finding("unread", seen.key, problem) for problem in seen.problems)


def parameter_findings(document: Document, requests: list[Seen]) -> Iterator[Finding]:
    """Query parameters that one side lacks. A field of the records is a filter, and no parameter of its own."""
    known: dict[str, set[str]] = {}
    given: dict[str, set[str]] = {}
    for operation, seen in matched(document, requests):
        parameters = [each for each in parameters_of(document, operation) if each["in"] == "query"]
        known[seen.key] = {each["name"] for each in parameters}
        given.setdefault(seen.key, set()).update(seen.query)
        filters = {wire for name in named_in(answer_of(document, operation)) for wire in fields_of(document, name)}
        for name in seen.query:
            if name not in known[seen.key] and name.partition(".")[0] not in filters:
                yield Finding("missing parameter", f"{seen.key}?{name}", f"for example {seen.query[name]}", seen)
    for key, names in known.items():
        if given[key]:  # a request without any query shows none
            yield from (Finding("extra parameter", f"{key}?{name}") for name in sorted(names - given[key]))


def bodies_and_answers(document: Document, requests: list[Seen]) -> Iterator[tuple[Document, Any, bool]]:
    """Each example with the schema that describes it, and whether it is written."""
    for operation, seen in matched(document, requests):
        if seen.body is not None:
            yield body_of(operation), seen.body, True
        for answer in seen.answers:
            schema = answer_of(document, operation)
            yield schema, unwrapped(document, schema, answer)[1], False


def envelopes(document: Document, requests: list[Seen]) -> Iterator[Finding]:
    """Answers that have their records inside an object."""
    for operation, seen in matched(document, requests):
        keys = [unwrapped(document, answer_of(document, operation), answer)[0] for answer in seen.answers]
        for key in dict.fromkeys(key for key in keys if key is not None):
            yield Finding("envelope", seen.key, f"the records are inside {key}")


def unwrapped(document: Document, schema: Document, answer: Any) -> tuple[str | None, Any]:
    """What an answer has inside, and its key, if only something inside has fields of the schema."""
    known = {wire for name in named_in(schema) for wire in fields_of(document, name)}
    if isinstance(answer, dict) and known and not known & answer.keys():
        inside = [(key, value) for key, value in answer.items() if known & _keys(value)]
        if len(inside) == 1:
            return inside[0]
    return None, answer


def _keys(value: Any) -> set[str]:
    items = value if isinstance(value, list) else [value]
    return {key for item in items if isinstance(item, dict) for key in item}


def key_of(operation: Operation) -> str:
    """Method and path, as they name an operation."""
    return f"{operation.method.upper()} {operation.path}"
