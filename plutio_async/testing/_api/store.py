"""The records of each workspace, in the order in which they were made."""

from __future__ import annotations

import json
import random
import string
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from attrs import frozen

from plutio_async._clock import Clock

Record = dict[str, Any]

_ALPHABET = string.ascii_letters + string.digits


@frozen
class Event:
    """A record was made (``create``), changed (``edit``) or deleted (``remove``). ``record`` is a copy."""

    entity: str
    action: str
    resource: str
    business: str
    record: Record
    at: float

    @property
    def name(self) -> str:
        """The webhook event's name, such as ``task.edit``."""
        return f"{self.entity}.{self.action}"


Listener = Callable[[Event], None]


class Workspace:
    """What one business holds."""

    def __init__(self, subdomain: str, identifier: str) -> None:
        self.subdomain = subdomain
        self.id = identifier
        self.owner = ""
        self.collections: dict[str, dict[str, Record]] = {}
        self.trash: dict[str, tuple[str, Record]] = {}
        self.counters: dict[str, int] = {}

    def collection(self, resource: str) -> dict[str, Record]:
        """The records of one resource by id."""
        return self.collections.setdefault(resource, {})

    def count(self, name: str) -> int:
        """The next number of a series, from 1."""
        self.counters[name] = self.counters.get(name, 0) + 1
        return self.counters[name]


class Store:
    """All workspaces. Ids come from a seeded generator, moments from the clock, so that runs repeat exactly."""

    def __init__(self, seed: int, clock: Clock, businesses: Iterable[str], kinds: dict[str, str]) -> None:
        self._random = random.Random(seed)
        self._clock = clock
        self._kinds = kinds
        self.listeners: list[Listener] = []
        self.workspaces = {name: Workspace(name, self.new_id()) for name in businesses}

    def new_id(self) -> str:
        """17 letters and digits."""
        return "".join(self._random.choices(_ALPHABET, k=17))

    def now(self) -> str:
        """The clock's moment as the API writes it."""
        return moment(self._clock.time())

    def add(self, workspace: Workspace, resource: str, fields: Record, *, silent: bool = False) -> Record:
        """Makes a record of ``fields``; what every record carries is filled in unless it is given."""
        now = self.now()
        record = {
            "_id": fields.get("_id") or self.new_id(),
            "businessId": workspace.id,
            "createdBy": workspace.owner,
            "createdAt": now,
            "updatedAt": now,
            "isArchived": False,
            **fields,
        }
        workspace.collection(resource)[record["_id"]] = record
        if not silent:
            self._tell(workspace, resource, "create", record)
        return record

    def change(self, workspace: Workspace, resource: str, record: Record, fields: Record) -> Record:
        """Sets fields of a record."""
        record.update(fields)
        record["updatedAt"] = self.now()
        self._tell(workspace, resource, "edit", record)
        return record

    def remove(self, workspace: Workspace, resource: str, identifier: str) -> Record:
        """Moves a record into the trash."""
        record = workspace.collection(resource).pop(identifier)
        workspace.trash[identifier] = (resource, record)
        self._tell(workspace, resource, "remove", record)
        return record

    def _tell(self, workspace: Workspace, resource: str, action: str, record: Record) -> None:
        if not self.listeners:
            return
        kind = self._kinds.get(resource, resource)
        event = Event(kind, action, resource, workspace.subdomain, copied(record), self._clock.time())
        for listener in tuple(self.listeners):
            listener(event)


def copied(value: Any) -> Any:
    """A deep copy of any JSON value."""
    return json.loads(json.dumps(value))


def moment(seconds: float) -> str:
    """Seconds since 1970 as an ISO date-time with milliseconds."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
