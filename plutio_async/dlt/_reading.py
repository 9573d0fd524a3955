"""What a run reads of a resource, and what it remembers for the next.

dlt saves the state with the data: of a run that fails or is killed neither is kept, and the next one reads the same
again. The trash bin is read before the records, so a record that was restored comes after its deletion.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from datetime import datetime
from itertools import count
from typing import Any

import dlt
from attrs import asdict, frozen

from plutio_async._pagination.cursor import BEGINNING, Watermark
from plutio_async.dlt._rows import Row, Rows
from plutio_async.dlt._workspace import Workspace

OPEN = None
"""dlt starts the next resource then. So all use one client, which closes when the last has ended."""

Reading = Generator[list[Row], None, dict[str, Any]]
"""Yields rows, and returns the part of the state that they change."""


@frozen
class Whole:
    """All records in each run."""

    workspace: Workspace
    name: str
    rows: Rows

    def read(self) -> Iterator[Any]:
        """The rows of a run."""
        with self.workspace.open() as plutio:
            yield OPEN
            yield dlt.mark.materialize_table_schema()
            for page in getattr(plutio, self.name).pages():
                yield [self.rows.row(record) for record in page]


@frozen
class Changing:
    """All records in the first run, and what changed in each later one.

    The state has the ``cursor`` of the changes, a digest of the ``trash`` bin, and ``unstamped``: whether changes can
    be seen only by reading all, because there are records without ``updatedAt``, or answers without ``Date``. The state
    of the source has what all lists have ``shown`` of the server.
    """

    workspace: Workspace
    name: str
    rows: Rows
    since: datetime | None
    deleted: bool

    def read(self) -> Iterator[Any]:
        """The rows of a run."""
        state: dict[str, Any] = dlt.current.resource_state()
        is_first = "cursor" not in state
        with self.workspace.open() as client:
            plutio: Any = client
            yield OPEN
            if is_first:
                yield dlt.mark.materialize_table_schema()
            run = _Run(self.rows, set(self.workspace.trashed(plutio, self.name) if self.deleted else ()))
            if not is_first and (gone := Watermark(0, trash=state.get("trash")).compare_trash(run.trashed)):
                yield run.deletions(gone)
            shown: dict[str, Any] = dlt.current.source_state().setdefault("shown", {})
            plutio._traits.learn(shown)  # noqa: SLF001 - that of the package
            if self.since is None and (is_first or state["unstamped"]):
                changes = plutio._all_and_changes(self.name, since=BEGINNING, cursor=None)  # noqa: SLF001
            else:
                changes = getattr(plutio, self.name).changes(since=self.since, cursor=state.get("cursor"))
            learned = yield from run.changes(changes)
            shown.update(asdict(plutio._traits))  # noqa: SLF001
            if self.deleted:
                (trash := Watermark(0)).compare_trash(run.trashed)
                learned["trash"] = trash.trash
        state.update(learned)


class _Run:
    """The rows of one run, in the order in which later ones replace earlier ones.

    ``trashed`` has the ids that were in the trash bin before, without those of the records that were read since.
    """

    def __init__(self, rows: Rows, trashed: set[str]) -> None:
        self.trashed = trashed
        self._rows = rows
        self._orders = count(1)

    def deletions(self, ids: Iterable[str]) -> list[Row]:
        return [self._rows.deletion(id, next(self._orders)) for id in ids]

    def changes(self, changes: Any) -> Reading:
        for record in changes:
            yield self._page([record, *changes._target._take_read()])  # noqa: SLF001 - those of the page
        return {"cursor": changes.cursor, "unstamped": not changes._target._is_traceable}  # noqa: SLF001

    def _page(self, records: list[Any]) -> list[Row]:
        self.trashed.difference_update(record.id for record in records)
        return [self._rows.row(record, next(self._orders)) for record in records]
