"""The records that the doctor makes to write to, and what removes them all."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import anyio
from attrs import define, field

from plutio_async._core.errors import PlutioError
from plutio_async.cli.doctor.calls import CallsUsedUp
from plutio_async.cli.doctor.run import Run

_CLEANING = 60.0
"""Seconds that cleaning up may take when the run is interrupted."""
_KEPT = 3
"""Calls kept for each record that is made: to find it, to delete it, and to delete it from the trash bin."""
_CHILDREN = {"/projects": ("/task-boards", "projectId")}
"""What the server makes along with a record, and the field that names the record there."""
_KEPT_FOR_CHILDREN = 3


def new_title() -> str:
    """A title that no other record has."""
    return f"plutio doctor {secrets.token_hex(6)}"


@define
class _Made:
    """A record, whose title is in the field ``name``. The id is ``None`` until it is known."""

    path: str
    name: str
    title: str
    id: str | None = None


@define
class Scratch:
    """The records that were made."""

    run: Run
    made: list[_Made] = field(factory=list)

    async def create(self, path: str, body: Mapping[str, Any], title: str = "title") -> str | None:
        """The id of a new record; ``None`` if it was refused. ``title`` is the field for its title."""
        made = _Made(path, title, new_title())
        kept = _KEPT + (_KEPT_FOR_CHILDREN if path in _CHILDREN else 0)
        self.run.caller.kept += kept
        self.made.append(made)
        seen = await self.run.caller.write("POST", path, {**body, title: made.title})
        if not seen.ok:
            self.made.remove(made)
            self.run.caller.kept -= kept
            return None
        made.id = seen.rows[0].get("_id") if seen.rows else None
        return made.id

    async def clean(self) -> None:
        """Deletes all that was made, and what it left in the trash bin. What cannot be removed is listed."""
        self.run.caller.kept = 0
        for made in self.made:
            try:
                for id in await self._ids(made):
                    await self._remove(made.path, id)
            except (PlutioError, CallsUsedUp) as error:
                self.run.left_behind.append(f"{made.path} {made.id or made.title}: {error}")

    async def _ids(self, made: _Made) -> list[str]:
        """The id, or those with the title of a record whose answer was lost."""
        return [made.id] if made.id is not None else await self._find(made.path, made.name, made.title)

    async def _find(self, path: str, name: str, value: str) -> list[str]:
        """The ids of the records with a value in a field, whether the API filters by it or not."""
        rows = (await self.run.caller.get(path, {name: value})).rows
        return [str(row["_id"]) for row in rows if row.get(name) == value and "_id" in row]

    async def _remove(self, path: str, id: str) -> None:
        """Deletes a record for good, and before it what the server made along with it."""
        if path in _CHILDREN:
            inside, name = _CHILDREN[path]
            for child in await self._find(inside, name, id):
                await self._remove(inside, child)
        deleted = await self.run.caller.write("DELETE", path, {"_id": id})
        gone = await self.run.caller.write("DELETE", "/trash-bin", {"_id": id})
        if not ((deleted.ok or deleted.status == 404) and (gone.ok or gone.status == 404)):
            self.run.left_behind.append(f"{path} {id}")


@asynccontextmanager
async def scratch(run: Run) -> AsyncIterator[Scratch]:
    """The records of a block, which are removed at its end, also if it is cancelled."""
    made = Scratch(run)
    try:
        yield made
    finally:
        with anyio.CancelScope(shield=True, deadline=anyio.current_time() + _CLEANING) as scope:
            await made.clean()
        if scope.cancelled_caught:
            run.left_behind.append("cleaning up took too long; look for titles that begin with `plutio doctor`")
