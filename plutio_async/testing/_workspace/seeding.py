"""Checks and creates the records that a test seeds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from plutio_async._core.moments import format_moment
from plutio_async.testing._api.catalogue import Catalogue, Resource, api_name
from plutio_async.testing._api.json_text import is_deep
from plutio_async.testing._api.new_records import first_status, number, status_of_project
from plutio_async.testing._api.quirks import entity_types
from plutio_async.testing._api.store import Record, Store, Workspace
from plutio_async.testing._api.validation import Validator
from plutio_async.testing.errors import SandboxError, nearest


class Seeder:
    """Creates records without API calls; quirks add no further records."""

    def __init__(self, store: Store, catalogue: Catalogue, validator: Validator) -> None:
        self._store = store
        self._catalogue = catalogue
        self._validator = validator

    def seed(self, workspace: Workspace, resource: str, records: Iterable[Any]) -> list[Record]:
        """The new records. All are checked before the first one is created.

        Raises:
            SandboxError: the resource is unknown, or a record has a mistake; the message says where.
        """
        described = self._resource(resource)
        if isinstance(records, Mapping | str) or not isinstance(records, Iterable):
            raise SandboxError(f"{resource}: give a list of records, not {type(records).__name__}")
        prepared = [self._prepared(described, fields, f"{resource}[{at}]") for at, fields in enumerate(records)]
        ids = [fields["_id"] for fields in prepared if "_id" in fields]
        for identifier, count in Counter([*ids, *workspace.collection(resource)]).items():
            if count > 1:
                raise SandboxError(f"{resource}: the id {identifier!r} is used twice")
        return [self._add(workspace, resource, fields) for fields in prepared]

    def _resource(self, name: str) -> Resource:
        resource = self._catalogue.resources.get(name)
        if resource is None:
            known = self._catalogue.resources
            raise SandboxError(
                f"there is no resource {name!r}.{nearest(name, known)} Known: {', '.join(sorted(known))}"
            )
        if name in ("archive", "trash_bin", "dashboard_data"):
            raise SandboxError(f"{name} holds records of other resources; seed those")
        return resource

    def _prepared(self, resource: Resource, fields: Any, location: str) -> Record:
        if not isinstance(fields, Mapping):
            raise SandboxError(f"{location}: a record is a mapping of fields, not {type(fields).__name__}")
        record = _json({_api_name(resource, name, location): value for name, value in fields.items()}, location)
        problem = self._validator.record(resource.name, {"_id": "id", **record})
        if problem:
            raise SandboxError(f"{location}.{problem}")
        self._check_types(resource, record, location)
        return record

    def _check_types(self, resource: Resource, record: Record, location: str) -> None:
        if resource.name != "custom_fields":
            return
        input_types = self._catalogue.known_values(resource.properties["inputType"])
        for name, known in (("inputType", input_types), ("entityType", entity_types(self._catalogue))):
            wanted = record.get(name)
            if wanted is not None and wanted not in known:
                raise SandboxError(f"{location}.{name}: there is no type {wanted!r}. Known: {', '.join(known)}")

    def _add(self, workspace: Workspace, resource: str, fields: Record) -> Record:
        first_status(resource, fields)
        number(workspace, resource, fields)
        if resource == "projects":
            fields["status"] = status_of_project(workspace, fields.get("status"))
        if resource == "custom_fields":
            for option in fields.get("options") or ():
                option.setdefault("_id", self._store.new_id())
        return self._store.add(workspace, resource, fields, silent=True)


def _api_name(resource: Resource, name: Any, location: str) -> str:
    """The API's name of a field. An unknown name is kept, unless a known name is similar."""
    if not isinstance(name, str):
        raise SandboxError(f"{location}: a field's name is text, not {name!r}")
    known = resource.properties
    found = api_name(name, known)
    if found is None and (hint := nearest(name, known)):
        raise SandboxError(f"{location}: there is no field {name!r}.{hint}")
    return found or name


def _json(fields: Record, location: str) -> Record:
    """A copy of a record in the API's form."""
    try:
        copy: Record = _written(fields)
        if not is_deep(copy):
            return copy
    except (TypeError, ValueError, RecursionError):
        pass
    for name, value in fields.items():  # only for the message, because checking each field is slow
        _check_json(value, f"{location}.{name}")
    raise SandboxError(f"{location}: nested too deeply")


def _check_json(value: Any, location: str) -> None:
    try:
        if not is_deep(_written(value)):
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
