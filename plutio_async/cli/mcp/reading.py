"""The tools ``find`` and ``get``."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from attrs import evolve

from plutio_async import Listing
from plutio_async.cli.dates import dates_of
from plutio_async.cli.described import find_resource, listing
from plutio_async.cli.failures import Problem
from plutio_async.cli.following import check_titles, columns, rows_of
from plutio_async.cli.mcp.answers import answer, fitting, row_of, rows_text, without_start
from plutio_async.cli.mcp.cursors import Kept, Question
from plutio_async.cli.selecting import check_sort, selection

if TYPE_CHECKING:
    from plutio_async import Plutio

MAX_RECORDS = 100
_DEFAULT_RECORDS = 20


async def find(
    plutio: Plutio,
    cursors: Kept[Question],
    *,
    resource: str | None = None,
    where: Sequence[str] = (),
    sort: str | None = None,
    fields: Sequence[str] | None = None,
    limit: int | None = None,
    count: bool = False,
    cursor: str | None = None,
) -> str:
    """Some records that match, or their number."""
    if limit is not None and not 1 <= limit <= MAX_RECORDS:
        raise Problem(f"limit: takes a number from 1 to {MAX_RECORDS}, not {limit}")
    if cursor is not None:
        if resource or where or sort or fields or count:
            raise Problem("cursor: continues a find as it was; give only limit with it")
        question = cursors.find(cursor)
        question = evolve(question, limit=limit or question.limit)
    elif resource is None:
        raise Problem("resource: is missing; describe lists the resources")
    else:
        question = Question(resource, where, sort, fields, limit)
    if count:
        return await _counted(plutio, question)
    return await _page(plutio, cursors, question)


async def _counted(plutio: Plutio, question: Question) -> str:
    found = listing(find_resource(plutio, question.resource))
    condition, filters = await selection(found, question.where, None, dates_of(plutio))
    return fitting({"count": await found.count(q=condition, **filters)})


async def _page(plutio: Plutio, cursors: Kept[Question], question: Question) -> str:
    found = listing(find_resource(plutio, question.resource))
    paths = paths_of(question.fields, found.model)
    sort = check_sort(question.sort, found.model)
    condition, filters = await selection(found, question.where, None, dates_of(plutio))
    await check_titles(plutio, paths, found.model)
    limit = question.limit or _DEFAULT_RECORDS
    # A resumed list first looks for the records before it, which takes a whole page.
    size = limit + 1 if question.position is None else MAX_RECORDS
    records = found.iterate(q=condition, sort=sort, page_size=size, cursor=question.position, **filters)
    shown: list[Any] = []
    positions: list[str] = []
    more = False
    async with aclosing(aiter(records)) as walk:
        async for record in walk:
            if more := len(shown) == limit:
                break
            shown.append(record)
            positions.append(records.cursor)
    texts = await _texts(plutio, shown, found.model, paths)
    if not more and len(texts) == len(shown):
        return answer(texts)
    return answer(texts, more=True, cursor=cursors.add(evolve(question, position=positions[len(texts) - 1])))


async def get(
    plutio: Plutio, *, resource: str, ids: Sequence[str], fields: Sequence[str] | None = None, offset: int = 0
) -> str:
    """Records by their ids."""
    found = find_resource(plutio, resource)
    if not isinstance(found, Listing):
        raise Problem(f"resource: {resource} has no records that can be read by id")
    check_ids(ids)
    paths = paths_of(fields, found.model)
    await check_titles(plutio, paths, found.model)
    records = await found.get_many(ids, allow_missing=True)
    texts = await _texts(plutio, records, found.model, paths, max(0, offset))
    known = [record.id for record in records]
    missing = [id for id in dict.fromkeys(ids) if id not in known]
    return answer(texts, missing=missing or None, left_out=known[len(texts) :] or None)


def check_ids(ids: Sequence[str]) -> None:
    """Raises ``Problem`` for none, or too many."""
    if not 1 <= len(ids) <= MAX_RECORDS:
        raise Problem(f"ids: takes 1 to {MAX_RECORDS} ids, not {len(ids)}")


def paths_of(fields: Sequence[str] | None, model: type[Any]) -> list[str] | None:
    """The fields to show, checked; ``None`` for the short list."""
    if not fields:
        return None
    return ["*"] if "*" in fields else columns(",".join(fields), model)


async def _texts(
    plutio: Plutio, records: Sequence[Any], model: type[Any], paths: Sequence[str] | None, offset: int = 0
) -> list[str]:
    related = None if paths is None or "*" in paths else paths
    rows = [row_of(row, model, paths) for row in await rows_of(plutio, records, related)]
    return rows_text([without_start(row, offset) for row in rows])
