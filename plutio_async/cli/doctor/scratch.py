"""The records that the doctor makes to write to, and what removes them all."""

from __future__ import annotations

import re
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import anyio
from attrs import frozen

from plutio_async._pagination.page import PAGE_LIMIT
from plutio_async.cli.doctor.calls import CallsUsedUp, query
from plutio_async.cli.doctor.run import CHILDREN, Made, Run
from plutio_async.cli.failures import note
from plutio_async.errors import PlutioError

_CLEANING = 60.0
"""Seconds that cleaning up may take when the run is interrupted."""
_KEPT = 3
"""Calls kept for each record that is made: to find it, to delete it, and to delete it from the trash bin."""
_KEPT_FOR_CHILDREN = 3
_GIVEN_UP = (408, 499)
"""Statuses of a server or gateway that stopped waiting, perhaps after the API had the request."""
_TRASH = "/trash-bin"
_TITLE = "plutio doctor [0-9a-f]{12}"
_TITLES = [
    *(("/tasks", "title"), ("/custom-fields", "title"), ("/projects", "name")),
    *(("/archive", "title"), (_TRASH, "title"), (_TRASH, "name")),
]
"""Where a record with such a title may be, and in which field it stands."""


def new_title() -> str:
    """A title that no other record has."""
    return f"plutio doctor {secrets.token_hex(6)}"


@frozen
class Scratch:
    """Makes records, and removes those of its run."""

    run: Run

    async def create(self, path: str, body: Mapping[str, Any], title: str = "title") -> str | None:
        """The id of a new record; ``None`` if it was refused. ``title`` is the field for its title."""
        caller, made = self.run.caller, Made(path, title, new_title())
        kept = _KEPT + (_KEPT_FOR_CHILDREN if path in CHILDREN else 0)
        caller.kept += kept
        self.run.made.append(made)
        sent, refused = caller.spent, False
        try:
            seen = await caller.write("POST", path, {**body, title: made.title})
            refused = 400 <= seen.status < 500 and seen.status not in _GIVEN_UP
        finally:
            if refused or caller.spent == sent:  # or it may have been made, whatever ends the call
                self.run.made.remove(made)
                caller.kept -= kept
        made.id = seen.rows[0].get("_id") if seen.rows else None
        return made.id

    async def find(self) -> None:
        """Finds what earlier runs left, by their titles, also in the trash bin."""
        for path, name in _TITLES:
            for row in await self._rows(path, name, {"$regex": f"^{_TITLE}$"}):
                if "_id" in row and re.fullmatch(_TITLE, str(row.get(name))):
                    self.run.made.append(Made(path, name, str(row[name]), str(row["_id"])))
        for _, name in CHILDREN.values():  # those in the trash bin have a title of their own
            parents = [one.id for one in self.run.made]
            rows = await self._rows(_TRASH, name, {"$in": parents}) if parents else []
            found = [row for row in rows if "_id" in row and row.get(name) in parents]
            self.run.made += [Made(_TRASH, name, row[name], str(row["_id"])) for row in found]

    async def clean(self) -> None:
        """Deletes all that was made, and what it left in the trash bin. What cannot be removed stays in the list."""
        self.run.caller.kept = 0
        for made in list(self.run.made):
            try:
                await self._remove(made)
            except (PlutioError, CallsUsedUp) as error:
                made.problem = str(error)

    async def _remove(self, made: Made) -> bool:
        """Deletes a record for good, and before it what the server made along with it. Returns whether it is gone."""
        if made.id is None:
            made.id = next(iter(await self._ids(made.path, made.name, made.title)), None)
        if made.id is None:
            made.problem = "the answer was lost, and it was not found"
            return False
        if made.path in CHILDREN:
            inside, name = CHILDREN[made.path]
            children = [Made(inside, name, made.id, id) for id in await self._ids(inside, name, made.id)]
            self.run.made += children
            if not all([await self._remove(child) for child in children]):
                return False  # so that they are still found by their parent
        for path in dict.fromkeys((made.path, _TRASH)):
            seen = await self.run.caller.write("DELETE", path, {"_id": made.id})
            if not (seen.ok or seen.status == 404):
                made.problem = f"DELETE {path} answers with status {seen.status}"
                return False
        self.run.made.remove(made)
        return True

    async def _rows(self, path: str, name: str, condition: Mapping[str, Any]) -> list[dict[str, Any]]:
        seen = await self.run.caller.get(path, {**query(**{name: condition}), "limit": str(PAGE_LIMIT)})
        if not seen.ok:
            note(f"plutio: GET {path} answers with status {seen.status}, so nothing was looked for there")
        return seen.rows

    async def _ids(self, path: str, name: str, value: str) -> list[str]:
        """The ids of the records with a value in a field, whether the API filters by it or not."""
        rows = (await self.run.caller.get(path, {name: value})).rows
        return [str(row["_id"]) for row in rows if row.get(name) == value and "_id" in row]


@asynccontextmanager
async def scratch(run: Run) -> AsyncIterator[Scratch]:
    """The records of a block, which are removed at its end, also if it is cancelled."""
    made = Scratch(run)
    try:
        yield made
    finally:
        if run.cleans_up:
            with anyio.CancelScope(shield=True, deadline=anyio.current_time() + _CLEANING):
                await made.clean()
