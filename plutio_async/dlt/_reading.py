"""What a run reads of a resource, and what it remembers for the next.

dlt saves the state with the data: of a run that fails or is killed neither is kept, and the next one reads the same
again. The trash bin is read before the records, so a record that was restored comes after its deletion.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import Any

import dlt
from attrs import frozen

from plutio_async._pagination.cursor import Watermark
from plutio_async._resources.reading import Reading
from plutio_async.dlt._rows import Rows
from plutio_async.dlt._workspace import Workspace

OPEN = None
"""dlt starts the next resource then. So all use one client, which closes when the last has ended."""


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

    The state has that of the ``reading``, and a digest of the ``trash`` bin.
    """

    workspace: Workspace
    name: str
    rows: Rows
    since: datetime | None
    deleted: bool

    def read(self) -> Iterator[Any]:
        """The rows of a run."""
        state: dict[str, Any] = dlt.current.resource_state()
        found = state.get("reading")
        with self.workspace.open() as plutio:
            yield OPEN
            if found is None:
                yield dlt.mark.materialize_table_schema()
            orders = count(1)
            trashed = set(self.workspace.trashed(plutio, self.name) if self.deleted else ())
            watermark = Watermark(0, trash=state.get("trash"))
            gone = watermark.compare_trash(trashed)
            if state and gone:
                yield [self.rows.deletion(id, next(orders)) for id in gone]
            client: Any = plutio
            resource = getattr(client, self.name)._target  # noqa: SLF001 - the package's own client
            reading = Reading(resource, found, since=self.since, templates=False)
            for page in client._read(reading.pages()):  # noqa: SLF001
                trashed.difference_update(row.id for row in page)
                yield [self.rows.row(resource.model._from_answer(row.raw), next(orders)) for row in page]  # noqa: SLF001
            if self.deleted:
                watermark.compare_trash(trashed)
                state["trash"] = watermark.trash
        state["reading"] = reading.state
        for former in ("cursor", "unstamped"):
            state.pop(former, None)
