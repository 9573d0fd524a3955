"""What the parts of the ready-made workspace are put together with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plutio_async.testing._api.moments import moment
from plutio_async.testing._api.store import Record

_DAY = 86_400.0


class Studio:
    """Collects records. A record has a name in here, by which others refer to its id before or after it is made."""

    def __init__(self, new_id: Callable[[], str], now: float) -> None:
        self.records: dict[str, list[Record]] = {}
        self._new_id = new_id
        self._now = now
        self._ids: dict[str, str] = {}

    def add(self, resource: str, name: str, /, **fields: Any) -> str:
        """Adds a record and gives its id."""
        identifier = self.id(name)
        self.records.setdefault(resource, []).append({"_id": identifier, **fields})
        return identifier

    def id(self, name: str) -> str:
        """The id of the record with a name."""
        if name not in self._ids:
            self._ids[name] = self._new_id()
        return self._ids[name]

    def ref(self, name: str, kind: str) -> Record:
        """A reference to a person or a company."""
        return {"_id": self.id(name), "entityType": kind}

    def day(self, days: float) -> str:
        """So many days from now, at a full hour."""
        return moment((self._now + days * _DAY) // 3600 * 3600)
