"""A mirror has what the workspace has, after the first sync, after changes, and whatever ended the sync before."""

from __future__ import annotations

import os
import sqlite3
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import anyio
import pytest
from attrs import evolve

from plutio_async import Plutio, ServerError
from plutio_async.errors import ConfigurationError
from plutio_async.mirror import Mirror
from plutio_async.models import Task
from plutio_async.testing import Fault, Sandbox, Switches

from .conftest import Office, office_in

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("clients_closed"), pytest.mark.integration]

WEEK = 7 * 86_400.0


@pytest.mark.both_loops
async def test_the_first_sync_reads_all_and_the_next_what_changed(office: Office) -> None:
    office.sandbox.seed_workspace()
    office.sandbox.seed(tasks=[{"title": "Template", "isTemplate": True}])
    first = await office.sync()
    assert office.differences() == []
    assert first.records >= 143
    assert first.as_of is not None
    assert abs(first.as_of - datetime.fromtimestamp(office.clock.time(), UTC)).total_seconds() < 5
    await office.clock.advance(3600)
    await office.sync()
    await office.change(20)
    await office.clock.advance(3600)
    changed = await office.sync()
    assert office.differences() == []
    assert 0 < changed.records < 40
    assert changed.removed > 0


async def test_no_call_is_made_by_a_query(office: Office) -> None:
    office.sandbox.seed_workspace()
    await office.sync()
    calls = len(office.sandbox.calls)
    assert office.mirror.query("SELECT count(*) AS n FROM tasks") == [{"n": 28}]
    assert office.mirror.records(Task)[0].title
    assert office.mirror.age().as_of is not None
    assert len(office.sandbox.calls) == calls


async def test_what_was_removed_for_good_goes_by_a_full_sync(office: Office) -> None:
    office.sandbox.seed_workspace()
    await office.sync()
    await office.clock.advance(3600)
    gone = await office.remove_for_good()
    await office.sync()
    assert office.differences() == [f"extra ('tasks', '{gone}')"]
    done = await office.sync(full=True)
    assert office.differences() == []
    assert done.removed == 1


async def test_a_page_that_was_cut_removes_nothing(office: Office) -> None:
    """The end of a list is proved before what did not come is removed."""
    moments = [datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=n) for n in range(501)]
    office.sandbox.seed(tasks=[{"updatedAt": at} for at in moments], people=[{"updatedAt": at} for at in moments[:9]])
    await office.sync()
    await office.clock.advance(3600)
    with office.sandbox.fail(Fault.rows_cut(3, path="/people", nth=1)) as plan:
        done = await office.sync(full=True)
    assert len(plan.strikes) == 1
    assert (done.removed, office.differences()) == (0, [])


async def test_a_page_that_was_cut_removes_nothing_after_a_stop_either(office: Office) -> None:
    """A sync that reads all again proves the end also where it continues."""
    moments = [datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=n) for n in range(1400)]
    office.sandbox.seed(tasks=[{"updatedAt": at} for at in moments])
    await office.sync()
    await office.clock.advance(3600)
    remove = office.sandbox.add_hook(_Cut(3))
    with pytest.raises(ServerError):
        await office.mirror.sync(office.plutio.with_options(retries=1), full=True)
    remove()
    with office.sandbox.fail(Fault.rows_cut(50, path="/tasks", nth=1)) as plan:
        done = await office.sync()
    assert len(plan.strikes) == 1
    assert (done.removed, office.differences()) == (0, [])


async def test_all_is_compared_once_a_week_by_the_clock_of_the_server(office: Office) -> None:
    office.sandbox.seed_workspace()
    await office.sync()
    await office.remove_for_good()
    await office.clock.advance(WEEK - 60)
    assert (await office.sync()).removed == 0
    await office.clock.advance(120)
    assert (await office.sync()).removed == 1
    (row,) = office.mirror.query("SELECT min(compared) AS compared FROM marks")
    assert abs(row["compared"] - office.clock.time()) < 5


@pytest.mark.both_loops
@pytest.mark.parametrize(
    "stop", [0, pytest.param(3, marks=pytest.mark.system), 6, pytest.param(9, marks=pytest.mark.system)]
)
async def test_a_sync_that_was_cut_continues(tmp_path: Path, stop: int) -> None:
    """It reads no page again but the first ones, if it ended before their order was proved; nothing is lost or stays."""
    office = office_in(tmp_path, max_limit=5)
    moments = [datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=n) for n in range(28)]
    office.sandbox.seed(tasks=[{"title": "Old", "updatedAt": at} for at in moments])
    await office.change(30)
    await Mirror(tmp_path / "other.db").sync(office.plutio)
    calls, office_calls = _pages_of_tasks(office), len(office.sandbox.calls)
    remove = office.sandbox.add_hook(_Cut(stop))
    with pytest.raises(ServerError):
        await office.mirror.sync(office.plutio.with_options(retries=1))
    remove()
    assert len(office.sandbox.calls) > office_calls
    await office.sync()
    assert office.differences() == []
    assert _pages_of_tasks(office) - calls <= calls + 4


def _pages_of_tasks(office: Office) -> int:
    """The calls that read lists of tasks."""
    return sum(call.method == "GET" and call.path == "/tasks" for call in office.sandbox.calls)


class _Cut:
    """Fails each list of tasks after so many pages."""

    def __init__(self, after: int) -> None:
        self._left = after

    async def before(self, request: Any) -> None: ...

    async def after(self, request: Any, answer: Any) -> Any:
        if request.method == "GET" and request.path == "/tasks":
            self._left -= 1
        return answer if self._left >= 0 else evolve(answer, status=500, content=b"{}")


async def test_records_that_were_restored_are_there(office: Office) -> None:
    (task,) = office.sandbox.seed(tasks=[{"title": "Back"}])["tasks"]
    await office.sync()
    await office.plutio.tasks.delete(task["_id"])
    await office.sync()
    assert office.mirror.records(Task) == []


async def test_a_resource_that_the_api_refuses_stays_as_it_was(office: Office) -> None:
    office.sandbox.seed_workspace()
    await office.sync()

    class Refuse:
        async def before(self, request: Any) -> None: ...

        async def after(self, request: Any, answer: Any) -> Any:
            return evolve(answer, status=403, content=b'{"message":"no"}') if request.path == "/tasks" else answer

    office.sandbox.add_hook(Refuse())
    done = await office.sync()
    assert list(done.skipped) == ["tasks"]
    assert len(office.mirror.records(Task)) == 28
    (row,) = office.mirror.query("SELECT problem FROM marks WHERE resource = 'tasks'")
    assert "403" in row["problem"]


async def test_the_file_is_of_this_user_only(office: Office) -> None:
    modes: dict[str, int] = {}

    class Look:
        async def before(self, request: Any) -> None:
            for file in office.mirror.path.parent.glob("*studio.db*"):
                modes[file.name] = stat.S_IMODE(file.stat().st_mode)

        async def after(self, request: Any, answer: Any) -> Any:
            return answer

    office.sandbox.add_hook(Look())
    await office.sync()
    assert {"studio.db", "studio.db-wal", "studio.db-shm"} <= modes.keys()
    assert set(modes.values()) == {0o600}


async def test_one_sync_at_a_time_and_readers_at_any(office: Office) -> None:
    """A reader sees the last complete transaction while another process writes."""
    office.sandbox.seed_workspace()
    await office.sync()
    seen: list[Any] = []

    class During:
        async def before(self, request: Any) -> None:
            if request.path == "/tasks" and not seen:
                seen.extend(office.mirror.query("SELECT count(*) AS n FROM tasks"))
                with pytest.raises(ConfigurationError, match=r"another sync writes to .*studio.db; wait until it ends"):
                    await office.sync()

        async def after(self, request: Any, answer: Any) -> Any:
            return answer

    office.sandbox.add_hook(During())
    await office.sync(full=True)
    assert seen == [{"n": 28}]


async def test_a_mirror_of_another_workspace(office: Office, tmp_path: Path) -> None:
    office.sandbox.seed_workspace()
    await office.sync()
    content = office.mirror.select("SELECT * FROM records").rows
    calls = len(office.sandbox.calls)
    with pytest.raises(ConfigurationError, match="mirrors the workspace 'example', not 'other'; give another file"):
        await office.mirror.sync(office.plutio.for_business("other"))
    assert len(office.sandbox.calls) == calls
    assert office.mirror.select("SELECT * FROM records").rows == content


async def test_a_state_of_another_version_is_read_anew(office: Office) -> None:
    office.sandbox.seed_workspace()
    await office.sync()
    with sqlite3.connect(office.mirror.path) as db:
        db.execute("UPDATE marks SET state = '{\"v\":99}' WHERE resource = 'tasks'")
    db.close()
    await office.sync()
    assert office.differences() == []


async def test_tables_of_another_version_are_made_anew_without_a_call_more(office: Office) -> None:
    office.sandbox.seed_workspace()
    await office.clock.advance(3600)
    await office.sync()
    await office.clock.advance(3600)
    await office.sync()
    before = len(office.sandbox.calls)
    await office.sync()
    usual = len(office.sandbox.calls) - before
    wanted = office.mirror.query("SELECT * FROM tasks ORDER BY id")
    with sqlite3.connect(office.mirror.path) as db:
        db.execute("DROP VIEW tasks")
        db.execute("DROP TABLE _tasks")
        db.execute("CREATE TABLE _tasks (id, former)")
        db.execute("UPDATE meta SET value = 'former' WHERE key = 'tables'")
    db.close()
    before = len(office.sandbox.calls)
    await office.sync()
    assert len(office.sandbox.calls) - before == usual
    assert office.mirror.query("SELECT * FROM tasks ORDER BY id") == wanted


async def test_records_without_an_id_and_with_odd_values(office: Office) -> None:
    """All are there as they were sent; numbers have all their digits."""
    office.sandbox.switches = Switches()
    long = "12345678901234567890.123456789"
    rows = [b'{"title":"no id"}', b'{"_id":"odd","title":"\\ud800","amount":%s,"dueDate":"soon"}' % long.encode()]

    class Odd:
        async def before(self, request: Any) -> None: ...

        async def after(self, request: Any, answer: Any) -> Any:
            query = dict(request.query)
            if request.path != "/invoices" or "true}" in query.get("q", ""):
                return answer
            skip = int(query.get("skip", "0"))
            return evolve(answer, content=b"[" + b",".join(rows[skip : skip + int(query["limit"])]) + b"]")

    office.sandbox.add_hook(Odd())
    await office.sync()
    found = office.mirror.query("SELECT * FROM invoices ORDER BY id = 'odd'")
    assert [row["due_date"] for row in found] == [None, "soon"]
    assert found[1]["amount"] == pytest.approx(float(long))
    raw = office.mirror.query("SELECT raw -> '$.amount' AS amount FROM records WHERE id = 'odd'")
    assert raw == [{"amount": long}]


def test_a_path_is_kept_when_the_program_goes_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    mirror = Mirror("studio.db")
    monkeypatch.chdir(os.sep)
    assert mirror.path == tmp_path / "studio.db"


def test_it_syncs_by_the_client_of_a_program(tmp_path: Path) -> None:
    sandbox = Sandbox()
    sandbox.seed_workspace()

    async def main() -> int:
        async with Plutio.sandbox(sandbox) as plutio:
            return (await Mirror(tmp_path / "studio.db").sync(plutio)).records

    assert anyio.run(main) >= 143
