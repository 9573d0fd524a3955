"""What a sync writes: each page of records with the mark from which the next sync continues, in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from attrs import frozen

from plutio_async._core.json_text import json_text, parse_json, with_all_digits
from plutio_async._custom_fields.schema import Schema
from plutio_async._models.json_form import digest
from plutio_async.description import MIXED, catalogue
from plutio_async.errors import ConfigurationError
from plutio_async.mirror import _layout as layout
from plutio_async.mirror._columns import mirrored, sql_value, storable
from plutio_async.mirror._file import in_words, open_writer
from plutio_async.models import CustomField

Raw = Mapping[str, Any]
DEFINITIONS = "SELECT raw FROM records WHERE resource = 'custom_fields' ORDER BY id"
_CHUNK = 500


@frozen
class Mark:
    """Where a resource stands: ``state`` is that of its reading, and ``reading`` counts those of the whole list.

    ``compared`` is when the last of these ended, by the server's clock in seconds since 1970. ``unfinished``: one is
    going on.
    """

    state: str | None = None
    reading: int = 0
    unfinished: bool = False
    compared: float | None = None


class Store:
    """The connection that writes. Its methods block for some milliseconds; they are called one after another."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = open_writer(path)
        self._schema = Schema([])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._connection.close()

    def prepare(self, workspace: str) -> None:
        """Makes the tables of this version, from the records if there are some.

        Raises:
            ConfigurationError: the file mirrors another workspace.
        """
        with self._transaction() as db:
            if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").fetchone():
                for statement in layout.BASE:
                    db.execute(statement)
                self._note(workspace=workspace)
            meta = self._meta()
            if meta["workspace"] != workspace:
                raise ConfigurationError(
                    f"{self._path} mirrors the workspace {meta['workspace']!r}, not {workspace!r}; give another file"
                )
            self._schema, custom = _definitions(db)
            if meta.get("tables") != layout.tables_digest():
                self._rebuild(db, custom)
            elif meta.get("custom") != custom:
                self._rebuild_custom(db, custom)

    def mark(self, resource: str) -> Mark:
        """The mark of a resource; a new one if it was never read."""
        with in_words(self._path):
            found = self._connection.execute(
                "SELECT state, reading, unfinished, compared FROM marks WHERE resource = ?", (resource,)
            ).fetchone()
        return Mark() if found is None else Mark(found[0], found[1], bool(found[2]), found[3])

    def page(self, resource: str, records: Sequence[Raw], mark: Mark) -> None:
        """Adds or replaces records, and keeps the mark."""
        with self._transaction() as db:
            self._add(db, resource, records, mark.reading)
            _keep(db, resource, mark)

    def finish(self, resource: str, mark: Mark, *, whole: bool) -> int:
        """Keeps the mark of a reading, and removes what one of the whole list did not see. Returns how many."""
        with self._transaction() as db:
            unseen = "SELECT id FROM records WHERE resource = ? AND reading < ?"
            gone = db.execute(unseen, (resource, mark.reading)).fetchall() if whole else []
            _remove(db, resource, gone)
            _keep(db, resource, mark)
        return len(gone)

    def skip(self, resource: str, reason: str) -> None:
        """Notes why a resource cannot be read. Its records stay."""
        with self._transaction() as db:
            db.execute(
                "INSERT INTO marks VALUES (?, NULL, 0, 0, NULL, ?)"
                " ON CONFLICT DO UPDATE SET problem = excluded.problem",
                (resource, reason),
            )

    def remove_trashed(self) -> int:
        """Removes the records that are in the trash bin. Returns how many."""
        ids = "SELECT id FROM records WHERE resource = 'trash_bin'"
        with self._transaction() as db:
            found = db.execute(
                f"SELECT resource, id FROM records WHERE resource NOT IN {MIXED} AND id IN ({ids})"  # noqa: S608
            ).fetchall()
            for resource, id in found:
                _remove(db, resource, [(id,)])
        return len(found)

    def definitions_read(self) -> None:
        """Makes the columns and values of custom fields anew if their definitions have changed."""
        with in_words(self._path):
            self._schema, custom = _definitions(self._connection)
            former = self._meta().get("custom")
        if former != custom:
            with self._transaction() as db:
                self._rebuild_custom(db, custom)

    def finished(self, synced_at: float | None, now: float) -> None:
        """Notes the end of a sync: ``synced_at`` is by the server's clock, ``now`` by that of this machine."""
        with self._transaction():
            self._note(synced_at=synced_at, finished=now)
        with in_words(self._path):
            self._connection.execute("PRAGMA optimize")
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        db = self._connection
        with in_words(self._path):
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    db.execute("ROLLBACK")  # fails where SQLite has done it by itself
                raise

    def _meta(self) -> dict[str, Any]:
        return dict(self._connection.execute("SELECT key, value FROM meta").fetchall())

    def _note(self, **values: Any) -> None:
        self._connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", list(values.items()))

    def _add(self, db: sqlite3.Connection, resource: str, records: Iterable[Raw], reading: int) -> None:
        keyed = [(key_of(raw), raw) for raw in records]
        db.executemany(
            "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?)",
            [(resource, id, storable(json_text(with_all_digits(raw))), reading) for id, raw in keyed],
        )
        self._fill(db, resource, keyed)
        self._fill_custom(db, resource, keyed)

    def _fill(self, db: sqlite3.Connection, resource: str, keyed: Iterable[tuple[str, Raw]]) -> None:
        columns = mirrored()[resource]
        holes = ", ".join("?" * len(columns))
        rows = [[id if one.field == "_id" else one.get(raw) for one in columns] for id, raw in keyed]
        db.executemany(f"INSERT OR REPLACE INTO {layout.table_of(resource)} VALUES ({holes})", rows)  # noqa: S608

    def _fill_custom(self, db: sqlite3.Connection, resource: str, keyed: Sequence[tuple[str, Raw]]) -> None:
        entity = getattr(getattr(catalogue(), resource).model, "custom_entity", None)
        if entity is None:
            return
        db.executemany(
            "DELETE FROM custom_values WHERE resource = ? AND record_id = ?", [(resource, id) for id, _ in keyed]
        )
        fields = self._schema.of(entity)
        rows: list[tuple[Any, ...]] = []
        for id, raw in keyed:
            for field_id, value in _values(raw):
                field = fields.known(field_id)
                read = value if field is None or value is None else field.read(value)
                title = None if field is None else storable(field.title)
                rows.append((resource, id, field_id, title, sql_value(list(read) if isinstance(read, tuple) else read)))
        db.executemany("INSERT OR REPLACE INTO custom_values VALUES (?, ?, ?, ?, ?)", rows)

    def _rebuild(self, db: sqlite3.Connection, custom: str) -> None:
        """Makes the tables and views anew, from the records."""
        self._drop_views(db)
        former = db.execute(
            r"SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE '\_%' ESCAPE '\'"
        ).fetchall()
        for (name,) in former:
            db.execute(f"DROP TABLE {layout.quoted(name)}")
        for statement in layout.tables():
            db.execute(statement)
        for resource in mirrored():
            for keyed in _records(db, resource):
                self._fill(db, resource, keyed)
        self._note(tables=layout.tables_digest())
        self._rebuild_custom(db, custom)

    def _rebuild_custom(self, db: sqlite3.Connection, custom: str) -> None:
        self._drop_views(db)
        for statement in layout.views(self._schema):
            db.execute(storable(statement))
        db.execute("DELETE FROM custom_values")
        for resource in mirrored():
            for keyed in _records(db, resource, " AND raw LIKE '%\"customFields\"%'"):
                self._fill_custom(db, resource, keyed)
        self._note(custom=custom)

    def _drop_views(self, db: sqlite3.Connection) -> None:
        for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'view'").fetchall():
            db.execute(f"DROP VIEW {layout.quoted(name)}")


def key_of(raw: Raw) -> str:
    """The id of a record, or a hash of its content if it has none."""
    id = raw.get("_id")
    return storable(id) if isinstance(id, str) and id else digest(raw)


def schema_of(raws: Iterable[str]) -> Schema:
    """The custom fields, from the JSON of their definitions."""
    return Schema([CustomField.from_dict(parse_json(raw.encode())) for raw in raws])


def _definitions(db: sqlite3.Connection) -> tuple[Schema, str]:
    """The custom fields, and what changes with them."""
    found = [raw for (raw,) in db.execute(DEFINITIONS)]
    return schema_of(found), digest("\n".join(found))


def _records(db: sqlite3.Connection, resource: str, condition: str = "") -> Iterator[list[tuple[str, Any]]]:
    found = db.execute(f"SELECT id, raw FROM records WHERE resource = ?{condition}", (resource,))  # noqa: S608
    while rows := found.fetchmany(_CHUNK):
        yield [(id, parse_json(raw.encode())) for id, raw in rows]


def _values(raw: Raw) -> Iterator[tuple[str, Any]]:
    """The ids and values of a record's custom fields."""
    given = raw.get("customFields")
    for one in given if isinstance(given, list) else ():
        if isinstance(one, dict) and isinstance(id := one.get("_id"), str):
            yield storable(id), one.get("value")


def _keep(db: sqlite3.Connection, resource: str, mark: Mark) -> None:
    db.execute(
        "INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?, ?, NULL)",
        (resource, mark.state, mark.reading, mark.unfinished, mark.compared),
    )


def _remove(db: sqlite3.Connection, resource: str, ids: Sequence[tuple[str]]) -> None:
    db.executemany(f"DELETE FROM {layout.table_of(resource)} WHERE id = ?", ids)  # noqa: S608
    both = [(resource, id) for (id,) in ids]
    db.executemany("DELETE FROM records WHERE resource = ? AND id = ?", both)
    db.executemany("DELETE FROM custom_values WHERE resource = ? AND record_id = ?", both)
