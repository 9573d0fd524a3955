"""Files that are no mirror, or cannot be one: a clear error, and nothing is changed or lost."""

from __future__ import annotations

import errno
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from plutio_async.mirror import Mirror

from .conftest import Office

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("clients_closed"), pytest.mark.integration]


def other_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE records (id)")
        db.commit()


def text(path: Path) -> None:
    path.write_text("a letter, which is longer than the head of a database" * 20)


def empty(path: Path) -> None:
    path.touch()


@pytest.mark.parametrize("make", [other_database, text, empty])
async def test_a_file_of_another_program_stays_as_it_is(office: Office, tmp_path: Path, make: object) -> None:
    path = tmp_path / "other.db"
    assert callable(make)
    make(path)
    path.chmod(0o600)
    content = path.read_bytes()
    mirror = Mirror(path)
    for work in (lambda: mirror.query("SELECT 1"), lambda: mirror.age()):
        with pytest.raises(OSError, match="is no mirror that plutio made; give another file"):
            work()
    with pytest.raises(OSError, match="is no mirror that plutio made; give another file"):
        await mirror.sync(office.plutio)
    assert path.read_bytes() == content
    assert not office.sandbox.calls


async def test_a_file_that_others_may_read_is_refused(office: Office) -> None:
    await office.sync()
    office.mirror.path.chmod(0o644)
    with pytest.raises(OSError, match="others may use it"):
        await office.sync()


async def test_a_newer_schema(office: Office) -> None:
    await office.sync()
    with closing(sqlite3.connect(office.mirror.path)) as db:
        db.execute("PRAGMA user_version = 99")
    calls = len(office.sandbox.calls)
    with pytest.raises(OSError, match="has the schema 99 of a newer version of plutio_async, and this one has 1"):
        await office.sync()
    with pytest.raises(OSError, match="update the package, or give another file"):
        office.mirror.query("SELECT 1")
    assert len(office.sandbox.calls) == calls


async def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="does not exist; `plutio sync FILE` makes it") as caught:
        Mirror(tmp_path / "none.db").query("SELECT 1")
    assert caught.value.errno == errno.ENOENT
    assert not list(tmp_path.iterdir())


async def test_a_full_disk_loses_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read before is there, and the next sync goes on."""
    office.sandbox.seed(tasks=[{"title": "Task"} for _ in range(20)])
    await office.sync()
    await office.clock.advance(60)
    office.sandbox.seed(tasks=[{"title": "word " * 90} for _ in range(2_000)])
    from plutio_async.mirror import _store

    def small(path: Path) -> sqlite3.Connection:
        connection = opened(path)
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 20}")
        return connection

    opened = _store.open_writer
    monkeypatch.setattr(_store, "open_writer", small)
    with pytest.raises(OSError, match="the disk is full; what was synced before is kept") as caught:
        await office.sync()
    assert caught.value.errno == errno.ENOSPC
    assert office.mirror.query("SELECT count(*) >= 20 AS kept FROM tasks") == [{"kept": 1}]
    monkeypatch.undo()
    await office.sync()
    assert office.differences() == []


def test_nothing_is_loaded_without_it() -> None:
    code = "import sys, plutio_async, plutio_async.models; print('sqlite3' in sys.modules, 'plutio_async.mirror' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"
