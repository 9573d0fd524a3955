"""Adds, reads and removes records without API calls."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Mapping
from typing import Any, overload

from plutio_async._core.clock import Clock
from plutio_async._models.model import M, Model
from plutio_async.testing import _checks as check
from plutio_async.testing._api.catalogue import catalogue
from plutio_async.testing._api.forms import MIXED
from plutio_async.testing._api.store import Record, Store, Workspace, copied
from plutio_async.testing._api.validation import Validator
from plutio_async.testing._seeding import Seeder, read_contents, read_export, studio
from plutio_async.testing.errors import SandboxError


class Records:
    """The records of a sandbox. The methods may be called from any thread while another thread serves the sandbox."""

    clock: Clock
    businesses: tuple[str, ...]
    _store: Store
    _validator: Validator

    def __init__(self) -> None:
        # Reentrant, because listeners and faults are called while it is held and may use the records.
        self._lock = threading.RLock()

    @property
    def business(self) -> str:
        """The first of the businesses, for the ``Business`` header."""
        return self.businesses[0]

    def seed(
        self,
        folder: str | os.PathLike[str] | None = None,
        /,
        *,
        business: str | None = None,
        **resources: Iterable[Mapping[str, Any] | Model],
    ) -> dict[str, list[Record]]:
        """Adds records, without calls or events, and returns them: ``seed(tasks=[{"title": "…"}])``.

        Field names may be the API's or in snake case, and a time may be a ``datetime``. A record may be a model, such
        as ``Task(title="…")``. Fields that every record has are filled in. The records of ``folder`` are added first,
        as :meth:`load` does.

        Raises:
            SandboxError: an unknown resource or field, or a value of the wrong type. Nothing was added to that
                resource.
        """
        with self._lock:
            workspace = self._workspace(business)
            loaded = {} if folder is None else self.load(folder, business=business)
            seeder = Seeder(self._store, catalogue(), self._validator)
            made = {name: seeder.seed(workspace, name, rows) for name, rows in resources.items()}
            copies: dict[str, list[Record]] = copied(made)
            return {name: loaded.get(name, []) + copies.get(name, []) for name in (*loaded, *copies)}

    def seed_file(self, title: str, content: bytes, *, business: str | None = None, **fields: Any) -> Record:
        """Adds a file and its bytes, without calls or events, and returns its record.

        The API's answers have its ``url``, an address of the sandbox. A file without bytes of its own has made-up ones,
        as many as its ``size`` says, but at most 16 MiB.

        Raises:
            SandboxError: an unknown field, or a value of the wrong type.
        """
        if not isinstance(content, bytes):
            raise SandboxError(f"the content of a file is bytes, not {type(content).__name__}")
        with self._lock:
            workspace = self._workspace(business)
            record = {"title": title, "type": "file", "size": len(content), **fields}
            (made,) = self.seed(business=business, files=[record])["files"]
            workspace.contents[made["_id"]] = content
            return made

    def load(self, folder: str | os.PathLike[str], *, business: str | None = None) -> dict[str, list[Record]]:
        """Adds the records of an export, without calls or events, and returns them by resource.

        They replace the records of their resources that a new workspace begins with, and records of
        :meth:`seed_workspace` with the same ids. The folder has a file of JSON lines for each resource, such as
        ``tasks.jsonl``, with the API's field names. If the export has the bytes of files, the sandbox serves them in
        the place of their ``url``. Anything else in the folder is ignored.

        Raises:
            SandboxError: a mistake; the message names the file and the line. Nothing was added.
        """
        export, contents = read_export(folder), read_contents(folder)
        with self._lock:
            workspace = self._workspace(business)
            seeder = Seeder(self._store, catalogue(), self._validator)
            made = seeder.load(workspace, export)
            for record in made.get("files", ()):
                if record["_id"] in contents:
                    workspace.contents[record["_id"]] = contents[record["_id"]]
                    record.pop("url", None)
            copies: dict[str, list[Record]] = copied(made)
            return copies

    def seed_workspace(self, *, business: str | None = None) -> dict[str, list[Record]]:
        """Adds the records of a small design studio, and returns them by resource."""
        with self._lock:
            records = studio(self._store.new_id, self.clock.time())
            fitting = {name: [self._validator.fitting(name, row) for row in rows] for name, rows in records.items()}
            made = self.seed(business=business, **fitting)
            self._workspace(business).example |= {record["_id"] for rows in made.values() for record in rows}
            return made

    def remove(self, resource: str, *ids: str, business: str | None = None) -> None:
        """Moves records to the trash, without calls or events.

        Raises:
            SandboxError: there is no such resource, business or record.
        """
        with self._lock:
            workspace = self._workspace(business)
            if check.resource(resource) in MIXED:
                raise SandboxError(f"{resource} holds records of other resources; name the resource of the records")
            rows = workspace.collection(resource)
            for identifier in ids:
                if not isinstance(identifier, str) or identifier not in rows:
                    raise SandboxError(f"{resource} has no record {identifier!r}")
            for identifier in dict.fromkeys(ids):
                workspace.trash[identifier] = resource, rows.pop(identifier)

    @overload
    def records(self, resource: str, *, business: str | None = None) -> list[Record]: ...
    @overload
    def records(self, resource: type[M], *, business: str | None = None) -> list[M]: ...
    def records(self, resource: str | type[M], *, business: str | None = None) -> list[Record] | list[M]:
        """Copies of all records of a resource, hidden ones included, the oldest first.

        ``records("tasks")`` gives them in the form in which the sandbox stores them, since switches change only
        answers; ``records(Task)`` gives models.

        Raises:
            SandboxError: there is no such resource or business.
        """
        name: Any = getattr(resource, "resource_name", resource)
        with self._lock:
            workspace = self._workspace(business)
            copies: list[Record] = copied(list(_rows(workspace, check.resource(name))))
        return copies if isinstance(resource, str) else [resource.from_dict(record) for record in copies]

    def _workspace(self, business: str | None) -> Workspace:
        name = self.business if business is None else business
        workspace = self._store.workspaces.get(name)
        if workspace is None:
            raise SandboxError(f"there is no business {name!r} here, only {', '.join(self.businesses)}")
        return workspace


def _rows(workspace: Workspace, resource: str) -> Iterable[Record]:
    if resource == "archive":
        return [row for kept in workspace.collections.values() for row in kept.values() if row.get("isArchived")]
    if resource == "trash_bin":
        return [row for _, row in workspace.trash.values()]
    return workspace.collection(resource).values()
