"""Checks and creates the records that a sandbox begins with: those of a test, of an export, or of an example."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from attrs import frozen

from plutio_async._core.json_text import is_deep
from plutio_async._core.moments import format_moment
from plutio_async._models.model import Model
from plutio_async.testing._api.catalogue import Catalogue, Resource, api_name
from plutio_async.testing._api.forms import MIXED
from plutio_async.testing._api.messages import MAX_DEPTH, TooDeepError, read_json
from plutio_async.testing._api.new_records import first_status, number, status_of_project
from plutio_async.testing._api.quirks import entity_types
from plutio_async.testing._api.store import Record, Store, Workspace, timestamp
from plutio_async.testing._api.validation import Validator
from plutio_async.testing.errors import SandboxError, nearest

_HOURS = {"$hour": 1, "$day": 24}


@frozen
class Location:
    """Where a record was given, for messages: ``tasks[0]``, or a line of a file."""

    name: str
    joint: str = "."

    def of(self, field: str) -> str:
        return f"{self.name}{self.joint}{field}"


Export = Mapping[str, list[tuple[Location, Record]]]
"""The records of each resource, each with its location."""


class Seeder:
    """Creates records without API calls; quirks add no further records."""

    def __init__(self, store: Store, catalogue: Catalogue, validator: Validator) -> None:
        self._store = store
        self._catalogue = catalogue
        self._validator = validator

    def seed(self, workspace: Workspace, resource: str, records: Iterable[Any]) -> list[Record]:
        """The new records. All are checked before the first one is created; ``SandboxError`` names the location."""
        described = self._resource(resource)
        if isinstance(records, Mapping | str) or not isinstance(records, Iterable):
            raise SandboxError(f"{resource}: give a list of records, not {type(records).__name__}")
        given = [(Location(f"{resource}[{at}]"), fields) for at, fields in enumerate(records)]
        rows = [(location, self._prepared(described, fields, location)) for location, fields in given]
        self._check(workspace, described, rows)
        return [self._add(workspace, resource, fields) for _, fields in rows]

    def load(self, workspace: Workspace, export: Export) -> dict[str, list[Record]]:
        """The new records by resource, in the place of those that the workspace began with. All are checked first.

        The names of fields stay as they are, since the API has more than the description.
        """
        replaced = workspace.initial | workspace.example
        for name, rows in export.items():
            self._check(workspace, self._resource(name, f"{name}.jsonl: "), rows, replaced)
        for name, rows in export.items():
            same = workspace.example & {str(record.get("_id")) for _, record in rows}
            for identifier in workspace.initial | same:
                workspace.collection(name).pop(identifier, None)
        made = {name: [self._add(workspace, name, fields) for _, fields in rows] for name, rows in export.items()}
        workspace.id = _first_id(made, "businesses", workspace.id)
        workspace.owner = _first_id(made, "profiles", workspace.owner)
        return made

    def _resource(self, name: str, prefix: str = "") -> Resource:
        resource = self._catalogue.resources.get(name)
        if resource is None:
            known = self._catalogue.resources
            hint = f"{nearest(name, known)} Known: {', '.join(sorted(known))}"
            raise SandboxError(f"{prefix}there is no resource {name!r}.{hint}")
        if name in (*MIXED, "dashboard_data"):
            raise SandboxError(f"{prefix}{name} holds records of other resources; seed those")
        return resource

    def _prepared(self, resource: Resource, fields: Any, location: Location) -> Record:
        if isinstance(fields, Model):
            if type(fields).__name__ != resource.schema_name:
                raise SandboxError(f"{location.name}: {resource.name} has no records of {type(fields).__name__}")
            fields = fields.to_dict()
        if not isinstance(fields, Mapping):
            raise SandboxError(f"{location.name}: a record is a mapping of fields, not {type(fields).__name__}")
        record = _json({_api_name(resource, name, location): value for name, value in fields.items()}, location)
        if resource.name == "custom_fields":
            self._check_types(resource, record, location)
        return record

    def _check(
        self,
        workspace: Workspace,
        resource: Resource,
        rows: Iterable[tuple[Location, Record]],
        replaced: Collection[str] = (),
    ) -> None:
        """Raises for a record that does not match the description, or an id that is used twice."""
        used = set(workspace.collection(resource.name)) - set(replaced)
        for location, record in rows:
            if problem := self._validator.record(resource.name, {"_id": "id", **record}):
                raise SandboxError(location.of(problem))
            identifier = record.get("_id", "")
            if not isinstance(identifier, str):
                raise SandboxError(f"{location.name}: an id is text, not {identifier!r}")
            if identifier in used:
                raise SandboxError(f"{location.name}: the id {identifier!r} is used twice")
            used |= {identifier} - {""}

    def _check_types(self, resource: Resource, record: Record, location: Location) -> None:
        input_types = self._catalogue.known_values(resource.properties["inputType"])
        for name, known in (("inputType", input_types), ("entityType", entity_types(self._catalogue))):
            wanted = record.get(name)
            if wanted is not None and wanted not in known:
                raise SandboxError(f"{location.of(name)}: there is no type {wanted!r}. Known: {', '.join(known)}")

    def _add(self, workspace: Workspace, resource: str, fields: Record) -> Record:
        first_status(resource, fields)
        number(workspace, resource, fields)
        if resource == "projects":
            fields["status"] = status_of_project(workspace, fields.get("status"))
        if resource == "custom_fields":
            for option in fields.get("options") or ():
                option.setdefault("_id", self._store.new_id())
        return self._store.add(workspace, resource, fields, silent=True)


def _first_id(made: Mapping[str, list[Record]], resource: str, default: str) -> str:
    """The id of the first record of a resource; the default if it is among them, or if there are none."""
    ids = [record["_id"] for record in made.get(resource, ())]
    return default if default in ids or not ids else ids[0]


def _api_name(resource: Resource, name: Any, location: Location) -> str:
    """The API's name of a field. An unknown name is kept, unless a known name is very similar."""
    if not isinstance(name, str):
        raise SandboxError(f"{location.name}: a field's name is text, not {name!r}")
    known = resource.properties
    found = api_name(name, known)
    if found is None and (hint := nearest(name, known, cutoff=0.8)):
        raise SandboxError(f"{location.name}: there is no field {name!r}.{hint}")
    return found or name


def _json(fields: Record, location: Location) -> Record:
    try:
        copy: Record = _written(fields)
        if not is_deep(copy, MAX_DEPTH):
            return copy
    except (TypeError, ValueError, RecursionError):
        pass
    for name, value in fields.items():  # only for the message, because checking each field is slow
        _check_json(value, location.of(name))
    raise SandboxError(f"{location.name}: nested too deeply")


def _check_json(value: Any, location: str) -> None:
    try:
        if not is_deep(_written(value), MAX_DEPTH):
            return
    except (TypeError, ValueError) as error:
        raise SandboxError(f"{location}: not valid JSON: {error}") from None
    except RecursionError:
        pass
    raise SandboxError(f"{location}: nested too deeply")


def _written(value: Any) -> Any:
    return json.loads(json.dumps(value, allow_nan=False, default=_timestamp))


def _timestamp(value: Any) -> str:
    if isinstance(value, datetime):
        return format_moment(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} is {type(value).__name__}")


def read_export(folder: str | os.PathLike[str]) -> Export:
    """The records of a folder with a file of JSON lines for each resource, such as ``tasks.jsonl``.

    The lists of archived and of deleted records are left out: they hold records of other resources.

    Raises:
        SandboxError: no such folder, no files, or a line that is no JSON object.
    """
    if not isinstance(folder, str | os.PathLike):
        raise SandboxError(f"an export is a folder, not {folder!r}")
    if not Path(folder).is_dir():
        raise SandboxError(f"there is no folder {os.fspath(folder)!r}")
    paths = sorted(Path(folder).glob("*.jsonl"))
    if not paths:
        raise SandboxError(f"{os.fspath(folder)!r} has no files such as tasks.jsonl")
    return {path.stem: list(_read(path)) for path in paths if path.stem not in MIXED}


def read_contents(folder: str | os.PathLike[str]) -> dict[str, Path]:
    """The files that an export fetched, by the id of their records.

    Raises:
        SandboxError: the index of the files has a mistake, or a file is missing.
    """
    index, found = Path(folder) / "files" / "index.jsonl", {}
    for location, line in _read(index) if index.exists() else ():
        path = index.parent / Path(str(line.get("file"))).name
        if not path.is_file():
            raise SandboxError(location.of(f"there is no file {path.name!r}"))
        found[str(line.get("id"))] = path
    return found


def _read(path: Path) -> Iterator[tuple[Location, Record]]:
    try:
        with path.open("rb") as lines:
            for number_of_line, line in enumerate(lines, start=1):
                if line.strip():
                    location = Location(f"{path.name}, line {number_of_line}", ": ")
                    yield location, _parsed(line, location)
    except OSError as error:
        raise SandboxError(f"{path.name}: {error.strerror}") from None


def _parsed(line: bytes, location: Location) -> Record:
    try:
        record = read_json(line)
    except TooDeepError:
        raise SandboxError(location.of("nested too deeply")) from None
    except json.JSONDecodeError as error:
        raise SandboxError(location.of(f"not valid JSON: {error.msg}, column {error.colno}")) from None
    except ValueError as error:
        raise SandboxError(location.of(f"not valid JSON: {error}")) from None
    if not isinstance(record, dict):
        raise SandboxError(location.of(f"a line is one record, a JSON object, not {type(record).__name__}"))
    return record


def studio(new_id: Callable[[], str], now: float) -> dict[str, list[Record]]:
    """The records of a small design studio by resource, with new ids.

    In ``studio.json`` ``$id name`` is the id of the record with that name, and ``$day 3`` and ``$hour 73`` are times
    relative to now, at a full hour.
    """
    ids: dict[str, str] = {}

    def resolve(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: resolve(item) for name, item in value.items()}
        if isinstance(value, list):
            return [resolve(item) for item in value]
        if not isinstance(value, str) or not value.startswith("$"):
            return value
        placeholder, _, argument = value.partition(" ")
        if placeholder == "$id":
            return ids.get(argument) or ids.setdefault(argument, new_id())
        return timestamp((now + int(argument) * _HOURS[placeholder] * 3600) // 3600 * 3600)

    text = files("plutio_async").joinpath("testing", "studio.json").read_text(encoding="utf-8")
    records: dict[str, list[Record]] = resolve(json.loads(text))
    return records
