"""What a run reads of a resource, and what it remembers for the next.

dlt saves the state with the data: of a run that fails or is killed neither is kept, and the next one reads the same
again. The trash bin is read before the records, so a record that was restored comes after its deletion.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from typing import Any

import dlt
from attrs import frozen

from plutio_async._core.errors import BadRequestError
from plutio_async._pagination.cursor import LATENCY, Watermark
from plutio_async.dlt._rows import Row, Rows
from plutio_async.dlt._workspace import Workspace
from plutio_async.sync import Changes

OPEN = None
"""dlt starts the next resource then. So all use one client, which closes when the last has ended."""
_BATCH = 100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

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

    The state has the ``cursor`` of the changes, a digest of the ``trash`` bin, and ``unstamped``: whether there are
    records without ``updatedAt``, whose changes can be seen only by reading all.
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
        with self.workspace.open() as plutio:
            yield OPEN
            if is_first:
                yield dlt.mark.materialize_table_schema()
            resource = getattr(plutio, self.name)
            run = _Run(self.rows, set(self.workspace.trashed(plutio, self.name) if self.deleted else ()))
            if not is_first and (gone := Watermark(0, trash=state.get("trash")).compare_trash(run.trashed)):
                yield run.deletions(gone)
            if self.since is None and (is_first or state["unstamped"]):
                learned = yield from run.everything(resource)
            else:
                learned = yield from run.changes(resource.changes(since=self.since, cursor=state.get("cursor")))
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

    def everything(self, resource: Any) -> Reading:
        start = _before(resource)
        unstamped = False
        for page in resource.pages():
            unstamped = unstamped or any(record.updated_at is None for record in page)
            yield self._page(page)
        return {"cursor": resource.changes(since=start).cursor, "unstamped": unstamped}

    def changes(self, changes: Changes[Any]) -> Reading:
        records = iter(changes)
        while batch := list(islice(records, _BATCH)):
            yield self._page(batch)
        return {"cursor": changes.cursor, "unstamped": False}

    def _page(self, records: list[Any]) -> list[Row]:
        self.trashed.difference_update(record.id for record in records)
        return [self._rows.row(record, next(self._orders)) for record in records]


def _before(resource: Any) -> datetime:
    """A moment of the server's clock from which on changes may be missing in a list that is read next.

    Any timestamp of a record is such a moment, the latest the best; so it does no harm if the API ignores the sort.
    """
    try:
        record = resource.iterate(sort="updatedAt_desc").first()
    except BadRequestError:  # the API may refuse some sorts
        record = resource.iterate().first()
    stamp: datetime | None = None if record is None else record.updated_at
    return _EPOCH if stamp is None else min(stamp, datetime.now(UTC)) - timedelta(seconds=LATENCY)
