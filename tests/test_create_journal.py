"""The journal of a ``create_many``: whatever ends the process, nothing is created twice, and nothing is lost."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from unittest import mock

import anyio
import pytest

from plutio_async import UNSET, ConfigurationError, CreateManyFailed, Plutio
from plutio_async._client.sender import ClientSender
from plutio_async._resources.creates.journal import CreateJournal, Entry
from plutio_async.models import Task
from plutio_async.testing import Fault, JumpingClock, Sandbox

anyio_test = pytest.mark.anyio
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files and rights")

JOB = {"job": "tasks.create_many", "business": "example"}


def tasks(count: int) -> list[dict[str, Any]]:
    return [{"title": f"Task {n}"} for n in range(count)]


def titles(sandbox: Sandbox) -> Counter[str]:
    """How often the server has each."""
    return Counter(record["title"] for record in sandbox.records("tasks"))


def wanted(records: list[dict[str, Any]]) -> Counter[str]:
    return Counter(record["title"] for record in records)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal"


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(clock=JumpingClock())


@anyio_test
async def test_a_second_run_creates_nothing_again(sandbox: Sandbox, path: Path) -> None:
    """It knows the ids, and reads nothing."""
    async with Plutio.sandbox(sandbox, clock=sandbox.clock) as plutio:
        first = await plutio.tasks.create_many(tasks(5), journal=path)
        calls = len(sandbox.calls)
        second = await plutio.tasks.create_many(tasks(5), journal=str(path))
        assert (second.ids, len(sandbox.calls)) == (first.ids, calls)
        assert [creation.record for creation in second] == [None] * 5
        more = await plutio.tasks.create_many(tasks(7), journal=path)
    assert more.ids[:5] == first.ids
    assert titles(sandbox) == wanted(tasks(7))


@anyio_test
async def test_the_journal_has_no_content(sandbox: Sandbox, path: Path) -> None:
    """Only indexes, outcomes, moments, digests and ids; others may not even read it."""
    async with Plutio.sandbox(sandbox, clock=sandbox.clock) as plutio:
        result = await plutio.tasks.create_many([{"title": "Secret"}], journal=path)
    first, sent, made = [json.loads(line) for line in path.read_text().splitlines()]
    assert first == {"v": 2, **JOB}
    assert sent == {"record": 0, "digest": mock.ANY, "outcome": "unknown", "sent": mock.ANY}
    assert made == {**sent, "outcome": "made", "id": result.ids[0]}
    assert "Secret" not in path.read_text()
    assert sys.platform == "win32" or path.stat().st_mode & 0o777 == 0o600


@anyio_test
async def test_a_line_is_on_the_disk_before_the_call(sandbox: Sandbox, path: Path) -> None:
    """And another one after its answer."""
    seen: list[list[str]] = []

    def look(_event: Any) -> None:
        seen.append([json.loads(line)["outcome"] for line in path.read_text().splitlines()[1:]])

    sandbox.on_event(look)
    async with Plutio.sandbox(sandbox, clock=sandbox.clock) as plutio:
        await plutio.tasks.create_many(tasks(1), journal=path)
        await plutio.tasks.create_many(tasks(2), journal=path)
    assert seen == [["unknown"], ["unknown", "made", "unknown"]]


@anyio_test
async def test_other_records_are_refused(sandbox: Sandbox, path: Path) -> None:
    """Another order, fewer of them, another resource. Before a record is sent."""
    async with Plutio.sandbox(sandbox, clock=sandbox.clock) as plutio:
        await plutio.tasks.create_many(tasks(3), journal=path)
        calls = len(sandbox.calls)
        for other in (tasks(3)[::-1], tasks(2), [*tasks(2), {"title": "Task 2", "status": "completed"}]):
            with pytest.raises(ConfigurationError, match=r"record \d is not the one in the journal"):
                await plutio.tasks.create_many(other, journal=path)
        with pytest.raises(ConfigurationError, match="it is not the journal of these records"):
            await plutio.task_boards.create_many(tasks(3), journal=path)
        assert len(sandbox.calls) == calls
        assert (
            await plutio.tasks.create_many([{"title": f"Task {n}", "status": UNSET} for n in range(3)], journal=path)
        ).complete


@anyio_test
async def test_a_refused_record_may_be_corrected(sandbox: Sandbox, path: Path) -> None:
    """It was not created, so the next run sends what it has now."""
    async with Plutio.sandbox(sandbox, clock=sandbox.clock) as plutio:
        with (
            sandbox.fail(Fault.html(400, acted=False, method="POST", nth=2)),
            pytest.raises(CreateManyFailed) as caught,
        ):
            await plutio.tasks.create_many(tasks(4), journal=path)
        (index,) = caught.value.result.refused
        records = tasks(4)
        records[index] = {"title": "corrected"}
        assert (await plutio.tasks.create_many(records, journal=path)).complete
    assert titles(sandbox) == wanted(records)


@anyio_test
async def test_one_run_at_a_time(sandbox: Sandbox, path: Path) -> None:
    """Another one would not know what the first is sending."""
    async with Plutio.sandbox(sandbox, clock=sandbox.clock) as plutio:
        journal = CreateJournal(path, JOB)
        with pytest.raises(ConfigurationError, match=r"journal .*another job uses it"):
            await plutio.tasks.create_many(tasks(1), journal=path)
        journal.close()
        assert (await plutio.tasks.create_many(tasks(1), journal=path)).complete


@posix
def test_an_unsafe_file_is_refused(path: Path) -> None:
    """As those of the token and the budget: a link, a folder, a file that others may write to."""
    target = path.with_name("target")
    target.write_text("")
    path.symlink_to(target)
    with pytest.raises(ConfigurationError, match="cannot be used: it is a symbolic link"):
        CreateJournal(path, JOB)
    with pytest.raises(ConfigurationError, match=r"no regular file|Is a directory"):
        CreateJournal(path.parent, JOB)
    path.unlink()
    path.write_text("")
    path.chmod(0o666)
    with pytest.raises(ConfigurationError, match="others may use it"):
        CreateJournal(path, JOB)
    with pytest.raises(ConfigurationError, match="No such file"):
        CreateJournal(path.with_name("none") / "journal", JOB)


@pytest.mark.parametrize("content", ["my notes", '{"v": 1}', "{}\n", '{"v": 2, "job": "tasks.create_many"}\n', "\n"])
def test_another_file_is_not_touched(path: Path, content: str) -> None:
    """It is the user's."""
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(ConfigurationError, match="not the journal of these records"):
        CreateJournal(path, JOB)
    assert path.read_text() == content


SENT = Entry("d", "unknown", sent=5.0)
MADE = Entry("d", "made", sent=5.0, id="x")


def test_a_journal_of_a_former_version_is_not_taken_for_another_job(path: Path) -> None:
    """Under another name its records would be created again."""
    content = json.dumps({"v": 1, **JOB}) + '\n{"record":0,"outcome":"unknown","at":5.0,"digest":"d"}\n'
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(ConfigurationError, match="a former version of this package wrote it"):
        CreateJournal(path, JOB)
    assert path.read_text() == content


def test_an_incomplete_line_is_removed(path: Path) -> None:
    """Its process was killed while it wrote it, at any byte, so nothing followed from it."""
    journal = CreateJournal(path, JOB)
    journal.write(0, SENT)
    journal.write(0, MADE)
    journal.close()
    content = path.read_bytes()
    lines = content.splitlines(keepends=True)
    for end in range(len(content)):
        path.write_bytes(content[:end])
        journal = CreateJournal(path, JOB)
        expected = {0: None, 1: None, 2: "unknown", 3: "made"}[max(1, content[:end].count(b"\n"))]
        assert journal.entries.get(0) is None if expected is None else journal.entries[0].outcome == expected
        journal.write(0, SENT)
        journal.close()
        kept = lines[: max(1, content[:end].count(b"\n"))]
        assert path.read_bytes() == b"".join(kept) + lines[1]


@pytest.mark.parametrize(
    "line",
    [
        "{}",
        "[]",
        "x",
        "5",
        '{"record":0,"outcome":"made","id":"x"}',
        '{"record":0,"digest":"d","outcome":"odd","sent":1}',
        '{"record":0,"digest":"d","outcome":"made","at":1}',
    ],
)
def test_a_damaged_line_is_an_error(path: Path, line: str) -> None:
    """To go on without it could create a record twice."""
    CreateJournal(path, JOB).close()
    with path.open("a") as file:
        file.write(line + "\n")
    with pytest.raises(ConfigurationError, match="its line 2 is damaged"):
        CreateJournal(path, JOB)


@anyio_test
async def test_a_journal_that_cannot_be_written_sends_nothing(sandbox: Sandbox, path: Path) -> None:
    """A full disk: the record is not sent; if it was, the next run looks it up."""
    real = os.write
    for created in (0, 1):
        left = 1

        def write(handle: int, content: bytes) -> int:
            nonlocal left
            if content.startswith(b"{"):
                left -= 1
                if left < 0:
                    return real(handle, content[:5])
            return real(handle, content)

        async with Plutio.sandbox(sandbox, clock=sandbox.clock) as plutio:
            with mock.patch("os.write", write), pytest.raises(ConfigurationError, match="No space left"):
                await plutio.tasks.create_many(tasks(1), journal=path)
            assert len(titles(sandbox)) == created
    async with Plutio.sandbox(sandbox, clock=sandbox.clock) as plutio:
        assert (await plutio.tasks.create_many(tasks(1), journal=path)).complete
    assert titles(sandbox) == wanted(tasks(1))


def test_no_line_follows_one_that_was_not_written(path: Path) -> None:
    """Several calls are under way when the disk is full; both would be damaged."""
    journal = CreateJournal(path, JOB)
    with mock.patch("os.write", return_value=5), pytest.raises(ConfigurationError, match="No space left"):
        journal.write(0, SENT)
    with pytest.raises(ConfigurationError, match="an earlier line could not be written"):
        journal.write(0, SENT)
    assert CreateJournal(path, JOB).entries == {}


@anyio_test
async def test_a_run_that_is_cancelled_goes_on(sandbox: Sandbox, path: Path) -> None:
    """At any record."""
    records = tasks(12)
    async with Plutio.sandbox(sandbox, clock=sandbox.clock) as plutio:
        for count in range(1, 12, 2):
            with anyio.CancelScope() as scope:

                def stop(result: Any, scope: anyio.CancelScope = scope, count: int = count) -> None:
                    if len(result.made) >= count:
                        scope.cancel()

                await plutio.tasks.create_many(records, journal=path, progress=stop)
        assert (await plutio.tasks.create_many(records, journal=path)).complete
    assert titles(sandbox) == wanted(records)


@anyio_test
async def test_an_answer_is_noted_also_if_the_caller_is_cancelled(sandbox: Sandbox, path: Path) -> None:
    """The next run need not look the record up."""
    async with Plutio.sandbox(sandbox, clock=sandbox.clock) as plutio:
        with anyio.CancelScope() as scope:

            async def send(_sender: Any, _call: Any) -> Task:
                scope.cancel()
                return Task(id="x")

            with mock.patch.object(ClientSender, "send", send):
                await plutio.tasks.create_many(tasks(1), journal=path)
        assert (await plutio.tasks.create_many(tasks(1), journal=path)).ids == ["x"]
    assert sandbox.calls == []
