"""``Plutio(learned=…)``: what the doctor measured sizes pages and spells sorts, and proves no end of a list."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from plutio_async import BadRequestError, ConfigurationError, Plutio, raw
from plutio_async._resources.learned import Learned, learned_of
from plutio_async.cli.doctor.learned import learned_text
from plutio_async.testing import JumpingClock, Sandbox, Switches

from .doctor.conftest import a_sandbox, examined

pytestmark = pytest.mark.anyio


def a_server(tasks: int = 0, **switches: Any) -> Sandbox:
    sandbox = Sandbox(clock=JumpingClock(), switches=Switches(**switches))
    sandbox.seed(
        tasks=[{"title": f"Task {n}", "dueDate": f"2026-01-{n % 28 + 1:02}T09:00:00.000Z"} for n in range(tasks)]
    )
    return sandbox


def queries(sandbox: Sandbox) -> list[dict[str, str]]:
    return [dict(call.query) for call in sandbox.calls if call.path == "/tasks"]


async def test_pages_have_the_size_that_was_learned() -> None:
    """Unless the caller says another, and a page of that size is never taken for the last."""
    sandbox = a_server(tasks=12)
    async with Plutio.sandbox(sandbox, learned={"page_size": 6}) as plutio:
        assert len([task async for task in plutio.tasks.iterate()]) == 12
        assert {query["limit"] for query in queries(sandbox)} == {"6"}
        assert await plutio.tasks.count() == 12
        assert {query["limit"] for query in queries(sandbox)} == {"6"}
        assert len([task async for task in plutio.tasks.iterate(page_size=9)]) == 12
        assert queries(sandbox)[-1]["limit"] == "9"


@pytest.mark.parametrize("learned_size", [3, 12, 13, 1000])
@pytest.mark.parametrize("cap", [None, 2, 5])
async def test_nothing_is_lost_if_the_server_cuts_pages_shorter_than_was_learned(
    learned_size: int, cap: int | None
) -> None:
    """Nor if it gives more."""
    sandbox = a_server(tasks=12, max_limit=cap)
    async with Plutio.sandbox(sandbox, learned={"page_size": learned_size}) as plutio:
        assert len({task.id async for task in plutio.tasks.iterate()}) == 12


async def test_sorts_are_spelled_in_the_grammar_of_the_server() -> None:
    """In every method; ``raw()`` is sent as it is."""
    sandbox = a_server(tasks=3, sort_grammar="minus")
    async with Plutio.sandbox(sandbox, learned={"sort": "minus"}) as plutio:
        assert [task.title for task in await plutio.tasks.list(sort="due_date_desc")] == ["Task 2", "Task 1", "Task 0"]
        titles = [task.title async for task in plutio.tasks.iterate(sort="dueDate_asc", page_size=2)]
        assert titles == ["Task 0", "Task 1", "Task 2"]
        with pytest.raises(BadRequestError):
            await plutio.tasks.list(sort=raw("dueDate_desc"))
        assert [query["sort"] for query in queries(sandbox)] == [
            "-dueDate",
            *["dueDate"] * (len(queries(sandbox)) - 2),
            "dueDate_desc",
        ]
        since = datetime.fromtimestamp(sandbox.clock.time() - 60, UTC)
        changed = [task async for task in plutio.tasks.changes(since=since)]
        assert len(changed) == 3
        assert queries(sandbox)[-1]["sort"] == "updatedAt"


async def test_a_cursor_continues_with_and_without_what_was_learned() -> None:
    """It names the listing, whatever the grammar of the server."""
    sandbox = a_server(tasks=5, sort_grammar="both")
    async with Plutio.sandbox(sandbox) as plutio:
        records = plutio.tasks.iterate(sort="dueDate_asc", page_size=3)
        read = [(await anext(aiter(records))).title]
        cursor = records.cursor
    async with Plutio.sandbox(sandbox, learned={"sort": "minus"}) as plutio:
        read += [task.title async for task in plutio.tasks.iterate(sort="dueDate_asc", cursor=cursor)]
    assert read == [f"Task {n}" for n in range(5)]


@pytest.mark.parametrize("path_ids", ["every", "refused"])
async def test_a_read_by_path_saves_the_search(path_ids: str) -> None:
    """Where a record is not found by its id; without it the search goes on as before."""
    sandbox = a_server(path_ids=path_ids)
    pages = sandbox.seed(wiki_entities=[{"title": f"Page {n}"} for n in range(3)])["wiki_entities"]
    async with Plutio.sandbox(sandbox, learned={"path_ids": ["wiki_entities"]}) as plutio:
        found = await plutio.wiki_entities.get(pages[1]["_id"])
        assert found.title == "Page 1"
    paths = [call.path for call in sandbox.calls if call.method == "GET"]
    assert paths[0] == f"/wiki-entities/{pages[1]['_id']}"
    assert (len(paths) == 1) == (path_ids == "every")


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"page_siz": 3}, "learned: there is no setting 'page_siz'; did you mean 'page_size'?"),
        ({"page_size": 0}, "learned: page_size must be a whole number from 1, not 0"),
        ({"page_size": True}, "page_size must be a whole number"),
        ({"sort": "-"}, "learned: sort must be 'suffix' or 'minus', not '-'"),
        ({"path_ids": "tasks"}, "path_ids must be a list of resources, not 'tasks'"),
        ({"path_ids": 7}, "path_ids must be a list of resources, not 7"),
        ({"path_ids": ["task"]}, "path_ids names the resource 'task', which does not exist; did you mean 'tasks'?"),
        ({"version": 2}, "version 2 is unknown; measure again with `plutio doctor`"),
        (7, "learned= takes the path of a learned.toml or a mapping, not int"),
        ("/no/such/learned.toml", r"cannot be read: .*; `plutio doctor --learned` writes it"),
    ],
)
def test_a_setting_that_cannot_work_is_an_error_of_the_client(given: Any, problem: str) -> None:
    """Before any call."""
    with pytest.raises(ConfigurationError, match=problem.replace("?", r"\?")):
        Plutio("id", "secret", learned=given)


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    """With the line."""
    path = tmp_path / "learned.toml"
    path.write_text("\npage_size = x", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"learned.toml is no TOML: .*line 2"):
        Plutio("id", "secret", learned=path)
    path.write_text("sort = 7", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"learned.toml: sort must be"):
        Plutio("id", "secret", learned=str(path))


async def test_what_the_doctor_learned_is_what_the_client_loads(tmp_path: Path) -> None:
    """Everything that was measured, and nothing else."""
    found = await examined(a_sandbox(max_limit=7, sort_grammar="minus", path_ids="every"))
    path = tmp_path / "learned.toml"
    path.write_text(learned_text(found.run), encoding="utf-8")
    paths = ("people", "companies", "projects", "invoices", "tasks", "wiki_entities", "invoice_subscriptions")
    loaded = Plutio("id", "secret", learned=path)._sender.shared.learned
    assert loaded == Learned(7, "minus", frozenset(paths))
    async with Plutio.sandbox(a_server(tasks=20, sort_grammar="minus", max_limit=7), learned=path) as plutio:
        assert len([task async for task in plutio.tasks.iterate(sort="dueDate_asc")]) == 20
    path.write_text(learned_text((await examined(a_sandbox(), calls=5)).run), encoding="utf-8")
    assert learned_of(path, ()) == Learned()
