"""Records with numeric, unhashable or missing ids, through everything that reads several records."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from .api import Api, answer

pytestmark = pytest.mark.anyio

ROWS: list[dict[str, Any]] = [
    {"_id": id, "title": f"row {n}", "createdBy": by, "updatedAt": "2026-05-01T09:00:00.000Z"}
    for n, (id, by) in enumerate([(5, [1]), ([1], {}), ({"$oid": "x"}, 5), (None, None), ("t", "p"), (1.5, True)])
]
TITLES = [row["title"] for row in ROWS]


async def window(request: httpx.Request) -> httpx.Response:
    """Answers with the rows of the requested page."""
    skip, limit = (int(request.url.params.get(name, default)) for name, default in (("skip", 0), ("limit", 100)))
    return answer(200, ROWS[skip : skip + limit])


@pytest.mark.parametrize("read_ahead", [0, 2])
@pytest.mark.parametrize("page_size", [2, 3, 100])
async def test_lists_are_read_completely(page_size: int, read_ahead: int) -> None:
    """Each record comes once, in order."""
    async with Api(window).client() as plutio:
        tasks = plutio.tasks.iterate(page_size=page_size, read_ahead=read_ahead)
        assert [task.title async for task in tasks] == TITLES
        assert await tasks.count() == len(ROWS)
        assert [task.title for task in await plutio.tasks.list()] == TITLES


async def test_changes_come_once() -> None:
    """Changes without an id are distinguished by their content."""
    async with Api(window).client() as plutio:
        changes = plutio.tasks.changes(since=datetime(2026, 4, 1, tzinfo=UTC))
        assert {task.title async for task in changes} == set(TITLES)
        assert [task async for task in plutio.tasks.changes(cursor=changes.cursor)] == []


async def test_records_are_found_by_id_beside_odd_ids() -> None:
    """Records with odd ids beside them are left out."""
    async with Api(window).client() as plutio:
        assert (await plutio.tasks.get("t")).title == "row 4"
        found = await plutio.tasks.get_many(["t", "u"], allow_missing=True)
        assert [task.title for task in found] == ["row 4"]


async def test_invalid_references_are_skipped() -> None:
    """Other references are looked up."""
    async with Api(window).client() as plutio:
        related = await plutio.expand(await plutio.tasks.list(), created_by=True)
        assert related.profiles.get("t") is None
