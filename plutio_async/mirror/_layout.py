"""The tables and views of a mirror.

``_invoices`` has what the API sent of invoices, in columns. The view ``invoices`` adds what changes with other records:
the names of the records it refers to, and the values of custom fields. So it is right after each transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from attrs import frozen

from plutio_async._custom_fields.definitions import Definition
from plutio_async._custom_fields.schema import Schema
from plutio_async.description import catalogue
from plutio_async.mirror._columns import Column, mirrored

SCHEMA = 1
"""The version of the base tables. A file with a newer one is refused."""

BASE = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID",
    """CREATE TABLE marks (resource TEXT PRIMARY KEY, state TEXT, reading INTEGER NOT NULL, unfinished BOOLEAN NOT NULL,
    compared REAL, problem TEXT) WITHOUT ROWID""",
    """CREATE TABLE records (resource TEXT NOT NULL, id TEXT NOT NULL, raw TEXT NOT NULL, reading INTEGER NOT NULL,
    PRIMARY KEY (resource, id))""",
    """CREATE TABLE custom_values (resource TEXT NOT NULL, record_id TEXT NOT NULL, field_id TEXT NOT NULL, title TEXT,
    value, PRIMARY KEY (resource, record_id, field_id)) WITHOUT ROWID""",
)
_MOST_CUSTOM = 1_000
"""Custom fields of a resource that get a column. A view may have 2,000."""


@frozen
class Shown:
    """A column of a view. ``field`` is its path by the API's names; one that only the view has gives ``expression``."""

    name: str
    type: str
    expression: str
    field: str = ""
    targets: tuple[str, ...] = ()
    about: str = ""


def quoted(name: str) -> str:
    """A name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text in SQL."""
    return "'" + value.replace("'", "''") + "'"


def table_of(resource: str) -> str:
    """The name of the table below the view of a resource."""
    return f"_{resource}"


def tables() -> Iterator[str]:
    """The statements that create the tables of all resources."""
    for resource, columns in mirrored().items():
        yield f"CREATE TABLE {table_of(resource)} ({', '.join(map(_declared, columns))})"


def _declared(column: Column) -> str:
    declared = f"{quoted(column.name)} {column.type}".rstrip()
    if column.field == "_id":
        return f"{declared} NOT NULL PRIMARY KEY"
    if len(column.targets) == 1 and not column.many and column.targets[0] in mirrored():
        return f"{declared} REFERENCES {table_of(column.targets[0])}(id)"
    return declared


def tables_digest() -> str:
    """Changes when the tables of this version differ from those in a file."""
    return sha256("\n".join(tables()).encode()).hexdigest()


def views(schema: Schema) -> Iterator[str]:
    """The statements that create the views of all resources."""
    for resource in mirrored():
        columns = ", ".join(f"{one.expression} AS {quoted(one.name)}" for one in shown(resource, schema))
        yield f"CREATE VIEW {quoted(resource)} AS SELECT {columns} FROM {table_of(resource)} t"  # noqa: S608


def shown(resource: str, schema: Schema) -> Iterator[Shown]:
    """The columns of the view of a resource."""
    columns = mirrored()[resource]
    has_name = any(column.name in ("name", "title") for column in columns)
    for column in columns:
        own = f"t.{quoted(column.name)}"
        yield Shown(column.name, column.type, own, column.field, column.targets)
        if column.name == "id" and not has_name and (name := _name(resource)) is not None:
            yield Shown("name", "TEXT", name.format("t"), about="The whole name.")
        if column.label is not None and (label := _label(column, own)) is not None:
            yield Shown(column.label, "TEXT", label, about=f"By {column.name}.")
    yield from _custom(resource, schema)


def _name(resource: str) -> str | None:
    """The expression for the name of a record; ``{0}`` is its table."""
    names = [column.name for column in mirrored().get(resource, ())]
    if "name_first" in names:
        return "nullif(trim(coalesce({0}.name_first, '') || ' ' || coalesce({0}.name_last, '')), '')"
    found = [f"{{0}}.{name}" for name in ("name", "title") if name in names]
    return f"coalesce({', '.join(found)})" if len(found) > 1 else next(iter(found), None)


def _label(column: Column, own: str) -> str | None:
    if not column.many:
        return _named(column.targets, own)
    if (one := _named(column.targets, "j.value")) is None:
        return None
    return f"(SELECT group_concat({one}, ', ') FROM json_each(CASE WHEN json_valid({own}) THEN {own} END) j)"  # noqa: S608


def _named(targets: Sequence[str], id: str) -> str | None:
    found = [
        f"(SELECT {name.format('n')} FROM {table_of(target)} n WHERE n.id = {id})"  # noqa: S608
        for target in targets
        if (name := _name(target)) is not None
    ]
    return f"coalesce({', '.join(found)})" if len(found) > 1 else next(iter(found), None)


def _custom(resource: str, schema: Schema) -> Iterator[Shown]:
    entity = getattr(getattr(catalogue(), resource).model, "custom_entity", None)
    if entity is None:
        return
    for title, field in _titled(schema.of(entity).fields[:_MOST_CUSTOM]):
        of_field = f"c.resource = {text(resource)} AND c.record_id = t.id AND c.field_id = {text(field.id)}"
        expression = f"(SELECT value FROM custom_values c WHERE {of_field})"  # noqa: S608
        yield Shown(f"custom.{title}", "", expression, about=f"The custom field ({field.input_type}).")


def _titled(fields: Iterable[Definition]) -> Iterator[tuple[str, Definition]]:
    """The fields by title, or by id if an earlier one has the title in letters of any case."""
    taken: set[str] = set()
    for field in sorted(fields, key=lambda one: bool(one.record.is_archived)):
        title = field.title if field.title.lower() not in taken else field.id
        taken.add(title.lower())
        yield title, field
