"""One inbox of webhooks for all workers. Each store here is a worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import coredis
import pytest

from plutio_async.errors import ClientStateError, ConfigurationError, ConnectionFailed
from plutio_async.redis import RedisInboxStore
from plutio_async.webhooks import Inbox, InboxStore, receive
from tests.webhooks.stores import PROMISES

from .server import Server

pytestmark = [pytest.mark.anyio, pytest.mark.integration]


@pytest.mark.parametrize("promise", PROMISES)
async def test_the_promises_of_a_store(promise: Callable[..., Any], url: str, key: str) -> None:
    """Of two workers. The server's clock cannot be set, so the entries are made older."""
    one: InboxStore
    async with RedisInboxStore(url, key=key) as one, RedisInboxStore(url, key=key) as other:
        async with coredis.Redis.from_url(url) as redis:

            async def advance(seconds: float) -> None:
                for name in await redis.keys(f"{key}*"):
                    await redis.pexpire(name, await redis.pttl(name) - round(seconds * 1000))

            await promise(one, other, advance)


async def test_an_inbox_of_two_workers(url: str, key: str) -> None:
    """One handles the event, the other has a duplicate."""
    handled: list[Any] = []
    async with RedisInboxStore(url, key=key) as one, RedisInboxStore(url, key=key) as other:
        for store in (one, other, one):
            inbox = Inbox(store)

            @inbox.on("task.edit")
            async def changed(event: Any) -> None:
                handled.append(event.record.id)

            await inbox.handle(receive(b'{"task.edit": {"_id": "x"}}', {}))
    assert handled == ["x"]


async def test_the_server_holds_hashes_that_end(url: str, key: str) -> None:
    """No record, and nothing for ever."""
    event = receive(b'{"task.edit": {"_id": "x", "title": "Brief"}}', {})
    async with RedisInboxStore(url, key=key) as store, coredis.Redis.from_url(url) as redis:
        await store.claim(event.key, "1", 60.0)
        (name,) = await redis.keys(f"{key}*")
        assert name.decode() == f"{key}:{{{event.key}}}"
        assert 59_000 < await redis.pttl(name) <= 60_000
        await store.commit(event.key, "1", 604_800.0)
        assert await redis.get(name) == b"done"
        assert 604_790_000 < await redis.pttl(name) <= 604_800_000


async def test_a_server_that_is_down(make_server: Callable[..., Server], key: str) -> None:
    """Nothing is handled, so Plutio repeats the delivery."""
    server, handled = make_server(), []
    async with RedisInboxStore(server.url, key=key) as store:
        inbox = Inbox(store)

        @inbox.on("*")
        async def changed(event: Any) -> None:
            handled.append(event)

        server.kill()
        with pytest.raises(ConnectionFailed):
            await inbox.handle(receive(b'{"task.edit": {"_id": "x"}}', {}))
        assert handled == []
        server.start()
        assert await inbox.handle(receive(b'{"task.edit": {"_id": "x"}}', {})) == "handled"


async def test_wrong_use(url: str, key: str) -> None:
    """Is a clear error."""
    with pytest.raises(ConfigurationError, match="cannot name keys"):
        RedisInboxStore(url, key="a{b}")
    store = RedisInboxStore(url, key=key)
    assert repr(store).startswith(f"<RedisInboxStore '{key}' at 127.0.0.1:")
    with pytest.raises(ClientStateError, match="the RedisInboxStore is not open"):
        await store.claim("a", "1", 60.0)
