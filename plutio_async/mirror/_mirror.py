"""The mirror as programs use it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import frozen

from plutio_async._core.checks import check_seconds
from plutio_async._core.clock import SystemClock
from plutio_async._core.errors import InvalidInput
from plutio_async._core.json_text import parse_json
from plutio_async._models.model import Model
from plutio_async._models.tables import RecordList
from plutio_async.mirror._columns import mirrored
from plutio_async.mirror._file import resolved, writer_lock
from plutio_async.mirror._layout import shown
from plutio_async.mirror._query import Parameters, Selection, select
from plutio_async.mirror._store import DEFINITIONS, Store, schema_of
from plutio_async.mirror._sync import Run, Synced, Watcher

if TYPE_CHECKING:
    from plutio_async import Plutio

M = TypeVar("M", bound=Model)

SECONDS = 30.0
MAX_ROWS = 100_000


@frozen
class Age:
    """How old a mirror is. ``as_of`` is when its last sync began, by the server's clock; ``None`` if that is unknown.

    ``seconds`` is how long ago it ended, by the clock of the machine that synced; ``None`` before the first end.
    """

    as_of: datetime | None
    seconds: float | None


@frozen
class SchemaColumn:
    """A column of a table. ``field`` is its path by the API's names, empty if it is made of others.

    ``refers_to`` are the tables that its ids may be of.
    """

    table: str
    name: str
    type: str
    field: str
    refers_to: tuple[str, ...]
    about: str


class Mirror:
    """A copy of a workspace in an SQLite file, which any number of processes may read while one syncs it.

    ``await mirror.sync(plutio)`` reads what changed, and ``mirror.query("SELECT …")`` makes no call. The file is this
    user's only. A mirror holds nothing open between calls, and may be used by several threads and tasks.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path: Path = resolved(path)

    def __repr__(self) -> str:
        return f"<Mirror {self.path}>"

    async def sync(self, plutio: Plutio, *, full: bool = False, progress: Watcher | None = None) -> Synced:
        """Reads the workspace into the file: all of it at first, and then what was created, changed or deleted since.

        Records are in the file as soon as their page was read. A sync that was stopped at any point, even by a kill,
        is continued by the next one. Records that were removed from the trash bin too are noticed by reading all, which
        happens once a week.

        Args:
            plutio: The client. Its options hold, such as ``plutio.with_options(priority="background")``.
            full: Read all records, and remove those that are gone.
            progress: Is told of each page and each resource.

        Raises:
            ConfigurationError: another sync writes to the file, or it mirrors another workspace.
            OSError: the file is no mirror, has a newer schema, or cannot be written, as on a full disk.
            PlutioError: a call failed. What was read is kept.
        """
        with writer_lock(self.path), Store(self.path) as store:
            store.prepare(_workspace(plutio))
            return await Run(plutio, store, progress, full=full).all()

    def query(
        self, sql: str, parameters: Parameters = (), *, seconds: float = SECONDS, max_rows: int = MAX_ROWS
    ) -> list[dict[str, Any]]:
        """The rows of a query, each by the names of its columns. It only reads, and may use what SQLite has.

        Args:
            sql: The query, such as ``SELECT title FROM tasks WHERE project_id = ?``.
            parameters: The values of its placeholders.
            seconds: How long it may take.
            max_rows: How many rows it may give.

        Raises:
            InvalidInput: it is wrong, does something else than read, takes too long, or gives too many rows.
            OSError: there is no mirror, or it cannot be read.
        """
        found = self.select(sql, parameters, seconds=seconds, max_rows=max_rows)
        if found.cut:
            raise InvalidInput(
                f"the query gives more than {max_rows:,} rows; add a LIMIT, or allow more: max_rows=…", name="max_rows"
            )
        return [dict(zip(found.columns, row, strict=True)) for row in found.rows]

    def select(
        self, sql: str, parameters: Parameters = (), *, seconds: float = SECONDS, max_rows: int | None = None
    ) -> Selection:
        """The same as tuples, with the names of the columns, which may repeat: ``.columns``, ``.rows``, ``.cut``.

        ``cut`` says that there are more than ``max_rows``, which are all by default.

        Raises:
            InvalidInput: the query is wrong, does something else than read, or takes too long.
            OSError: there is no mirror, or it cannot be read.
        """
        check_seconds("seconds", seconds, positive=True)
        return select(self.path, sql, parameters, seconds=seconds, max_rows=max_rows)

    def records(self, model: type[M], where: str = "", parameters: Parameters = ()) -> RecordList[M]:
        """Records as the client gives them: ``mirror.records(models.Task, "status = 'completed'")``.

        Args:
            model: The class of the records.
            where: A condition on the columns of their table; all records by default.
            parameters: The values of its placeholders.

        Raises:
            InvalidInput: the condition is wrong.
            TypeError: the class is not that of a resource which has a list.
            OSError: there is no mirror, or it cannot be read.
        """
        resource = getattr(model, "resource_name", None)
        if resource not in mirrored():
            raise TypeError(f"records() takes the model of a resource, such as plutio_async.models.Task, not {model!r}")
        condition = f" AND id IN (SELECT id FROM {resource} WHERE {where})" if where else ""  # noqa: S608
        sql = f"SELECT raw FROM records WHERE resource = '{resource}'{condition} ORDER BY id"  # noqa: S608
        found = self.select(sql, parameters)
        return RecordList(model.from_dict(parse_json(raw.encode())) for (raw,) in found.rows)

    def schema(self) -> list[SchemaColumn]:
        """The tables with their columns, those of custom fields included; without a file, those that a sync makes.

        Raises:
            OSError: the file is no mirror, or cannot be read.
        """
        custom = schema_of(raw for (raw,) in (self.select(DEFINITIONS).rows if self.path.exists() else []))
        return [
            SchemaColumn(resource, one.name, one.type, one.field, one.targets, one.about)
            for resource in mirrored()
            for one in shown(resource, custom)
        ]

    def age(self) -> Age:
        """How old the mirror is.

        Raises:
            OSError: there is no mirror, or it cannot be read.
        """
        found = dict(self.select("SELECT key, value FROM meta WHERE key IN ('synced_at', 'finished')").rows)
        as_of, finished = found.get("synced_at"), found.get("finished")
        return Age(
            None if as_of is None else datetime.fromtimestamp(as_of, UTC),
            None if finished is None else max(0.0, SystemClock().time() - finished),
        )


def _workspace(plutio: Plutio) -> str:
    """Names the workspace: by its subdomain, or by the API client if that has only one."""
    if plutio.business is not None:
        return plutio.business
    account = plutio._sender.shared.settings.account  # noqa: SLF001 - of the package
    return f"that of the API client {sha256(account.encode()).hexdigest()[:12]}"
