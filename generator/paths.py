"""The operations of a document."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from generator.normalise import METHODS
from generator.origins import Document, Place


@frozen
class Operation:
    """An operation where it stands in the document."""

    method: str
    path: str
    raw: Document

    @property
    def place(self) -> Place:
        """Where the operation stands in its file."""
        return "paths", self.path, self.method

    @property
    def id(self) -> str:
        """Its operationId, empty when it has none."""
        return str(self.raw.get("operationId", ""))


def operations(document: Document) -> Iterator[Operation]:
    """Every operation of a document."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield Operation(method, path, item[method])
