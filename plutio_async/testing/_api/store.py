"""The records of each workspace, in the order of their creation."""

from __future__ import annotations

import json
import random
import string
from collections.abc import Callable, Collection, Iterable
from typing import Any

from attrs import frozen

from plutio_async._core.clock import Clock
from plutio_async.testing._api.timestamps import normalized, timestamp

Record = dict[str, Any]

_ALPHABET = string.ascii_letters + string.digits


@frozen
class Event:
    """A record was created (``create``), changed (``edit``) or deleted (``remove``).

    ``record`` is in the form of the REST API.
    """

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


@frozen
class PendingEvent:
    """A change that a call made to a record. Listeners are called at the end of the call."""

    resource: str
    action: str
    record: Record


class Workspace:
    """The records of one business."""

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
    """All workspaces. Ids come from a seeded generator and times from the clock, so that a test repeats exactly."""

    def __init__(self, seed: int, clock: Clock, businesses: Iterable[str], timestamps: Collection[str] = ()) -> None:
        """``timestamps`` are the names of the fields that hold a time; times are stored in one format."""
        self._random = random.Random(seed)
        self._ties = random.Random(f"{seed} ties")
        self._clock = clock
        self._timestamps = timestamps
        self._events: list[PendingEvent] = []
        self.workspaces = {name: Workspace(name, self.new_id()) for name in businesses}

    def new_id(self) -> str:
        """17 letters and digits."""
        return "".join(self._random.choices(_ALPHABET, k=17))

    def shuffled(self, records: Iterable[Record]) -> list[Record]:
        """The records in an order that differs from call to call."""
        rows = list(records)
        self._ties.shuffle(rows)
        return rows

    def now(self) -> str:
        """The time of the clock in the API's format."""
        return timestamp(self._clock.time())

    def add(self, workspace: Workspace, resource: str, fields: Record, *, silent: bool = False) -> Record:
        """Creates a record of ``fields``, and adds the fields that every record has. ``silent`` records no event."""
        now = self.now()
        record = {
            "_id": fields.get("_id") or self.new_id(),
            "businessId": workspace.id,
            "createdBy": workspace.owner,
            "createdAt": now,
            "updatedAt": now,
            "isArchived": False,
            **normalized(fields, self._timestamps),
        }
        workspace.collection(resource)[record["_id"]] = record
        if not silent:
            self._events.append(PendingEvent(resource, "create", record))
        return record

    def change(self, resource: str, record: Record, fields: Record) -> Record:
        """Sets fields of a record."""
        record.update(normalized(fields, self._timestamps))
        record["updatedAt"] = self.now()
        self._events.append(PendingEvent(resource, "edit", record))
        return record

    def remove(self, workspace: Workspace, resource: str, identifier: str) -> Record:
        """Moves a record into the trash."""
        record = workspace.collection(resource).pop(identifier)
        workspace.trash[identifier] = (resource, record)
        self._events.append(PendingEvent(resource, "remove", record))
        return record

    def take_events(self) -> list[PendingEvent]:
        """The events since the last call of this method, the oldest first."""
        taken, self._events = self._events, []
        return taken


def copied(value: Any) -> Any:
    """A deep copy of any JSON value."""
    return json.loads(json.dumps(value, allow_nan=False))
