"""The example workspace: a small design studio with its people, projects, invoices and documents.

``studio.json`` has the records by resource. In it ``$id name`` is the id of the record with that name, and ``$day 3``
and ``$hour 73`` are times relative to now, at a full hour.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

from plutio_async.testing._api.store import Record
from plutio_async.testing._api.timestamps import timestamp

_HOURS = {"$hour": 1, "$day": 24}


def studio(new_id: Callable[[], str], now: float) -> dict[str, list[Record]]:
    """The records of the workspace by resource, with new ids and times."""
    text = files("plutio_async").joinpath("testing", "_workspace", "studio.json").read_text(encoding="utf-8")
    records: dict[str, list[Record]] = _Placeholders(new_id, now).resolve(json.loads(text))
    return records


class _Placeholders:
    def __init__(self, new_id: Callable[[], str], now: float) -> None:
        self._new_id = new_id
        self._now = now
        self._ids: dict[str, str] = {}

    def resolve(self, value: Any) -> Any:
        """Replaces the placeholders in a value."""
        if isinstance(value, dict):
            return {name: self.resolve(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self.resolve(item) for item in value]
        if not isinstance(value, str) or not value.startswith("$"):
            return value
        placeholder, _, argument = value.partition(" ")
        if placeholder == "$id":
            return self._id(argument)
        return timestamp((self._now + int(argument) * _HOURS[placeholder] * 3600) // 3600 * 3600)

    def _id(self, name: str) -> str:
        if name not in self._ids:
            self._ids[name] = self._new_id()
        return self._ids[name]
