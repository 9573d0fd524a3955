"""What a run reads of a resource, and what it remembers for the next.

dlt saves the state with the data: of a run that fails or is killed neither is kept, and the next one reads the same
again. The trash bin is read before the records, so a record that was restored comes after its deletion.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from typing import Any

import dlt
from attrs import frozen

from plutio_async._core.errors import BadRequestError
from plutio_async._pagination.cursor import LATENCY, Watermark
from plutio_async.dlt._rows import Row, Rows
from plutio_async.dlt._workspace import Workspace

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
        yield dlt.mark.materialize_table_schema()
        with self.workspace.open() as plutio:
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
        orders = count(1)
        with self.workspace.open() as plutio:
            if is_first:
                yield dlt.mark.materialize_table_schema()
            resource, learned = getattr(plutio, self.name), {}
            if self.deleted:
                watermark = Watermark(0, trash=state.get("trash"))
                gone = watermark.compare_trash(self.workspace.trashed(plutio, self.name))
                learned["trash"] = watermark.trash
                if gone and not is_first:
                    yield [self.rows.deletion(id, next(orders)) for id in gone]
            whole = self.since is None and (is_first or state["unstamped"])
            read = self._all(resource, orders) if whole else self._changes(resource, state.get("cursor"), orders)
            learned |= yield from read
        state.update(learned)

    def _all(self, resource: Any, orders: Iterator[int]) -> Reading:
        start = _before(resource)
        unstamped = False
        for page in resource.pages():
            unstamped = unstamped or any(record.updated_at is None for record in page)
            yield [self.rows.row(record, next(orders)) for record in page]
        return {"cursor": resource.changes(since=start).cursor, "unstamped": unstamped}

    def _changes(self, resource: Any, cursor: str | None, orders: Iterator[int]) -> Reading:
        changes = resource.changes(since=self.since, cursor=cursor)
        records = iter(changes)
        while batch := list(islice(records, _BATCH)):
            yield [self.rows.row(record, next(orders)) for record in batch]
        return {"cursor": changes.cursor, "unstamped": False}


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
