"""The mappings that writes take for parts of records: a ``TypedDict`` for each part whose fields are known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen
from openapi_python_client.parser.properties import ModelProperty

from generator.arguments import ArgumentView, Records, arguments_of
from generator.bundle import Document
from generator.codecs import text_of
from generator.reachable import properties_of


@frozen
class PartView:
    """A ``TypedDict``, without ``Dict`` at the end of its name."""

    name: str
    doc: str
    fields: tuple[ArgumentView, ...]


def part_views(
    types: Iterable[str], models: Mapping[str, ModelProperty], document: Document, records: Records
) -> list[PartView]:
    """The parts in the types of arguments, and the parts of these."""
    parts: dict[str, PartView] = {}
    todo = [*_named(types)]
    while todo:
        if (name := todo.pop()) not in parts:
            model = models[name]
            fields = arguments_of(name, None, properties_of(model), document, records)
            parts[name] = PartView(name, text_of(model), fields)
            todo += _named(field.type for field in fields)
    return sorted(parts.values(), key=lambda part: part.name)


def _named(types: Iterable[str]) -> Iterator[str]:
    yield from re.findall(r"\b(\w+)Dict\b", " ".join(types))
