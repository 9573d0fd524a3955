"""The tool ``sql``: questions to the mirror."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from anyio import to_thread

from plutio_async.cli.failures import Problem
from plutio_async.cli.json_text import json_text
from plutio_async.cli.mcp.answers import answer, rows_text
from plutio_async.cli.mirroring import distinct, readable
from plutio_async.cli.words import did_you_mean

if TYPE_CHECKING:
    from plutio_async.mirror import Mirror

_MAX_ROWS = 200
_SECONDS = 10.0


async def sql(mirror: Mirror, *, query: str | None = None, tables: Sequence[str] | None = None) -> str:
    """The rows of a query, or what tables there are."""
    if (query is None) == (tables is None):
        raise Problem("sql: takes query, or tables")
    as_of = mirror.age().as_of
    known = "unknown" if as_of is None else as_of.isoformat(timespec="seconds")
    if query is None:
        return json_text({**_tables(mirror, tables or ()), "as_of": known})
    found = await to_thread.run_sync(partial(mirror.select, query, seconds=_SECONDS, max_rows=_MAX_ROWS))
    names = distinct(found.columns)
    texts = rows_text([dict(zip(names, map(readable, row), strict=True)) for row in found.rows])
    more = found.cut or len(texts) < len(found.rows)
    return answer(texts, more=True if more else None, as_of=known)


def _tables(mirror: Mirror, wanted: Sequence[str]) -> dict[str, object]:
    columns: dict[str, list[str]] = {}
    for one in mirror.schema():
        refers = f" -> {'|'.join(one.refers_to)}" if one.refers_to else ""
        name = one.name if one.name.isidentifier() else f'"{one.name}"'
        columns.setdefault(one.table, []).append(f"{name} {one.type.lower()}".rstrip() + refers)
    for table in wanted:
        if table not in columns:
            hint = did_you_mean(table, columns) or "tables=[] lists all"
            raise Problem(f"tables: there is no table {table!r}; {hint}")
    if not wanted:
        return {"tables": [*columns, "custom_values", "records"]}
    return {"columns": {table: columns[table] for table in wanted}}
