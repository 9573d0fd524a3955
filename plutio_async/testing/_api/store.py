"""The records of each workspace, in the order of their creation, and what one call sees of them.

Times have one format, in which text sorts by time.
"""

from __future__ import annotations

import json
import random
import re
import string
from collections.abc import Callable, Collection, Iterable, Mapping
from copy import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from attrs import field, frozen

from plutio_async._core.clock import Clock
from plutio_async._core.moments import format_moment
from plutio_async.testing._api.catalogue import Catalogue, Route
from plutio_async.testing._api.messages import not_found
from plutio_async.testing.switches import Switches

Record = dict[str, Any]

_ALPHABET = string.ascii_letters + string.digits
_API_FORMAT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)?)?")
_VERBATIM = frozenset({"$regex", "$options"})


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
    """The records of one business. ``initial`` are the ids of those that it began with, ``example`` of the studio's."""

    def __init__(self, subdomain: str, identifier: str) -> None:
        self.subdomain = subdomain
        self.id = identifier
        self.owner = ""
        self.initial: set[str] = set()
        self.example: set[str] = set()
        self.collections: dict[str, dict[str, Record]] = {}
        self.trash: dict[str, tuple[str, Record]] = {}
        self.counters: dict[str, int] = {}
        self.contents: dict[str, bytes | Path] = {}

    def collection(self, resource: str) -> dict[str, Record]:
        """The records of one resource by id."""
        return self.collections.setdefault(resource, {})

    def count(self, name: str) -> int:
        """The next number of a series, from 1."""
        self.counters[name] = self.counters.get(name, 0) + 1
        return self.counters[name]

    def copy(self) -> Workspace:
        """The same records in other objects. They share values, which no call changes in place."""
        other = copy(self)
        other.initial, other.example = set(self.initial), set(self.example)
        other.collections = {name: _copies(rows) for name, rows in self.collections.items()}
        other.trash = {id: (resource, record.copy()) for id, (resource, record) in self.trash.items()}
        other.counters, other.contents = dict(self.counters), dict(self.contents)
        return other


@frozen
class StoreState:
    """A copy of all workspaces, and the states of the generators of ids and of orders."""

    workspaces: Mapping[str, Workspace]
    ids: tuple[Any, ...]
    ties: tuple[Any, ...]


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

    def state(self) -> StoreState:
        """The records, and the ids to come."""
        workspaces = {name: workspace.copy() for name, workspace in self.workspaces.items()}
        return StoreState(workspaces, self._random.getstate(), self._ties.getstate())

    def restore(self, state: StoreState) -> None:
        """Returns to a state, which can be restored again."""
        self.workspaces = {name: workspace.copy() for name, workspace in state.workspaces.items()}
        self._random.setstate(state.ids)
        self._ties.setstate(state.ties)

    def new_id(self) -> str:
        """17 letters and digits."""
        return "".join(self._random.choices(_ALPHABET, k=17))

    def shuffled(self, records: Iterable[Record]) -> list[Record]:
        """The records in an order that differs from call to call."""
        rows = list(records)
        self._ties.shuffle(rows)
        return rows

    def now(self) -> str:
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


@frozen
class Context:
    """One call: its route, its parameters, its body, and the workspace."""

    store: Store
    workspace: Workspace
    catalogue: Catalogue
    switches: Switches
    route: Route
    params: Mapping[str, Any] = {}
    filters: tuple[tuple[str, str], ...] = ()
    body: Record = field(factory=dict)
    address: str = ""

    @property
    def resource(self) -> str:
        return self.route.resource

    @property
    def collection(self) -> dict[str, Record]:
        return self.workspace.collection(self.resource)

    def named(self) -> Record:
        """The record with the ``_id`` of the body; raises ``ApiError`` 404 if there is none."""
        return self.find(self.resource, self.body.get("_id"))

    def find(self, resource: str, identifier: Any) -> Record:
        """A record of any resource; raises ``ApiError`` 404 if there is none."""
        record = self.workspace.collection(resource).get(identifier) if isinstance(identifier, str) else None
        if record is None:
            raise not_found()
        return record

    def add(self, resource: str, fields: Record) -> Record:
        return self.store.add(self.workspace, resource, fields)

    def change(self, resource: str, record: Record, fields: Record) -> Record:
        return self.store.change(resource, record, fields)

    def remove(self, resource: str, identifier: str) -> Record:
        return self.store.remove(self.workspace, resource, identifier)


def _copies(rows: Mapping[str, Record]) -> dict[str, Record]:
    return {id: record.copy() for id, record in rows.items()}


def copied(value: Any) -> Any:
    """A deep copy of any JSON value."""
    return json.loads(json.dumps(value, allow_nan=False))


def timestamp(seconds: float) -> str:
    """A Unix time in the API's format."""
    return format_moment(datetime.fromtimestamp(seconds, UTC))


def normalized(value: Any, names: Collection[str], name: str = "") -> Any:
    """A record or a query with the values of the fields ``names`` in the API's format."""
    if isinstance(value, str):
        return _normalized(value) if name in names else value
    if isinstance(value, list):
        return [normalized(item, names, name) for item in value]
    if isinstance(value, Mapping):
        return {key: normalized(item, names, _field(key, name)) for key, item in value.items()}
    return value


def _field(key: str, name: str) -> str:
    """The field that a key's value belongs to: an operator's is the field around it, a path's is its last field."""
    if key in _VERBATIM:
        return ""
    return name if key.startswith("$") else key.rpartition(".")[2]


def _normalized(text: str) -> str:
    if not _API_FORMAT.fullmatch(text) and _TIMESTAMP.fullmatch(text):
        try:
            at = datetime.fromisoformat(text.upper())
            return format_moment(at if at.tzinfo else at.replace(tzinfo=UTC))
        except (ValueError, OverflowError):  # not a day of the calendar, or out of range in UTC
            return text
    return text
