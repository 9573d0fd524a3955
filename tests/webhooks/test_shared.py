"""An inbox where the clients share their budget."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from plutio_async import Plutio, SharedFile
from plutio_async.errors import ClientStateError, ConfigurationError
from plutio_async.redis import SharedRedis
from plutio_async.testing import Sandbox
from plutio_async.webhooks import Event, FileInboxStore, Inbox, receive

pytestmark = [pytest.mark.anyio, pytest.mark.both_loops]

ROOT = Path(__file__).parents[2]
EVENT = b'{"task.edit": {"_id": "kQ7mZt2RvX9LpWs4H", "title": "Brief"}}'


def handling(store: Any) -> tuple[Inbox, list[Event]]:
    """An inbox, and the events that it handled."""
    inbox, handled = Inbox(store), []

    @inbox.on("*")
    async def handle(event: Event) -> None:
        handled.append(event)

    return inbox, handled


@pytest.mark.parametrize("client_first", [True, False])
async def test_a_client_and_inboxes_use_one_file(tmp_path: Path, client_first: bool) -> None:
    """Whichever comes first."""
    path = tmp_path / "plutio.db"
    sandbox = Sandbox()
    plutio = Plutio.sandbox(sandbox, shared=path, budget=20) if client_first else None
    (one, handled), (two, _) = handling(path), handling(SharedFile(path))
    assert await one.handle(receive(EVENT, {})) == "handled"
    async with plutio or Plutio.sandbox(sandbox, shared=path, budget=20) as plutio:
        await plutio.tasks.list()
        assert await two.handle(receive(EVENT, {})) == "duplicate"
        assert plutio.budget.remaining == 18
    assert len(handled) == 1


async def test_a_file_of_an_earlier_release_stays_an_inbox(tmp_path: Path) -> None:
    """It was an empty database at first, and another program's for a client."""
    path = tmp_path / "inbox.db"
    path.touch(mode=0o600)
    inbox, _ = handling(FileInboxStore(path))
    assert [await inbox.handle(receive(EVENT, {})) for _ in range(2)] == ["handled", "duplicate"]
    with pytest.raises(ConfigurationError, match="another program made it"):
        Plutio("id", "secret", shared=path)


@pytest.mark.system
async def test_processes_with_a_client_and_an_inbox(tmp_path: Path) -> None:
    """Each event is handled once, whatever the clients write meanwhile."""
    code = """
import sys, anyio
from plutio_async import SharedFile
from plutio_async.webhooks import Inbox, receive
path, number = sys.argv[1], int(sys.argv[2])
inbox, done = Inbox(path), []
@inbox.on("*")
async def handle(event): done.append(event.record.id)
async def main():
    budget = SharedFile(path).budget("a", 10000)
    for i in range(50):
        (await budget.acquire()).settle()
        await inbox.handle(receive(b'{"task.edit": {"_id": "task-%d"}}' % i, {}))
    import json; print(json.dumps(done))
anyio.run(main)
"""
    path = tmp_path / "plutio.db"
    command = [sys.executable, "-c", code, str(path)]
    started = [subprocess.Popen([*command, str(i)], cwd=ROOT, stdout=subprocess.PIPE, text=True) for i in range(4)]
    done = [name for one in started for name in json.loads(one.communicate(timeout=60)[0])]
    assert sorted(done) == sorted(f"task-{i}" for i in range(50))
    assert SharedFile(path).budget("a", 10000).remaining == 10000 - 200


async def test_a_server_is_opened_by_the_block() -> None:
    """And an inbox that is not open says so."""
    for store in ("redis://127.0.0.1:1/0", SharedRedis("redis://127.0.0.1:1/0")):
        inbox, _ = handling(store)
        with pytest.raises(ClientStateError, match="not open"):
            await inbox.handle(receive(EVENT, {}))
        async with inbox:
            pass


def test_what_is_no_store() -> None:
    """The error says what to give."""
    with pytest.raises(ConfigurationError, match=r"store= takes a path such as 'plutio.db', a URL such as .*, not int"):
        Inbox(5)  # type: ignore[arg-type]
