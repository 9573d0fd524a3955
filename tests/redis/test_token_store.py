"""One token for all workers. Each store here is a worker."""

from __future__ import annotations

import time
from collections.abc import Callable

import anyio
import coredis
import pytest

from plutio_async._auth.credentials import Token, TokenStore
from plutio_async._auth.provider import TokenProvider
from plutio_async._core.clock import SystemClock
from plutio_async.errors import ClientStateError, ConfigurationError
from plutio_async.redis import RedisTokenStore

from .server import Server

pytestmark = [pytest.mark.anyio, pytest.mark.integration]

ACCOUNT = "https://api.example.com|client"


def token(value: str, life: float = 3600.0) -> Token:
    return Token(value, time.time() + life, ("example",))


@pytest.fixture
def store(url: str, key: str) -> Callable[..., RedisTokenStore]:
    """Makes stores that share their tokens."""
    return lambda **options: RedisTokenStore(url, key=key, **options)


Store = Callable[..., RedisTokenStore]


async def test_workers_share_a_token(store: Store) -> None:
    """The other loads all fields."""
    one: TokenStore
    async with store() as one, store() as other:
        assert await one.load(ACCOUNT) is None
        saved = token("one")
        await one.save(ACCOUNT, saved)
        assert await other.load(ACCOUNT) == saved
        assert await other.load("another") is None


async def test_a_token_without_end_is_kept_all_the_same(store: Store) -> None:
    """Servers refuse to keep anything for longer than they can count."""
    async with store() as one, store() as other:
        saved = Token("one", time.time() + 1e10, ("example",))
        await one.save(ACCOUNT, saved)
        assert await other.load(ACCOUNT) == saved
        await one.save(ACCOUNT, Token("two", 1e300, ("example",)))
        assert await other.load(ACCOUNT) is None


async def test_only_one_renews(store: Store) -> None:
    """While one worker fetches, the others wait and get its token, even if they know the old one."""
    got: list[Token | None] = []

    async def load(worker: RedisTokenStore) -> None:
        got.append(await worker.load(ACCOUNT))

    async with store() as one, store() as two, store() as three:
        await one.save(ACCOUNT, token("old"))
        assert await two.load(ACCOUNT) is not None
        assert (await one.load(ACCOUNT) or token("")).value == "old"
        async with anyio.create_task_group() as group:
            group.start_soon(load, two)
            await anyio.sleep(0.2)
            assert got == []
            await one.save(ACCOUNT, token("new"))
        assert [found and found.value for found in got] == ["new"]
        assert (await three.load(ACCOUNT) or token("")).value == "new"


async def test_tasks_of_one_worker_do_not_wait_for_each_other(store: Store) -> None:
    """Their TokenProvider lets one of them renew."""
    async with store(lease=120.0) as one:
        with anyio.fail_after(30):
            assert await one.load(ACCOUNT) is None
            assert await one.load(ACCOUNT) is None


async def test_renewer_that_never_comes_back(store: Store) -> None:
    """After its lease, the next one renews."""
    async with store(lease=0.3) as one, store(lease=0.3) as two:
        began = time.monotonic()
        assert await one.load(ACCOUNT) is None
        with anyio.fail_after(30):
            assert await two.load(ACCOUNT) is None
        assert time.monotonic() - began >= 0.3


async def test_renewer_that_closes(store: Store) -> None:
    """It leaves the renewal to the next one."""
    async with store(lease=120.0) as one:
        assert await one.load(ACCOUNT) is None
    async with store(lease=120.0) as two:
        with anyio.fail_after(30):
            assert await two.load(ACCOUNT) is None


async def test_tokens_near_their_end_count_as_none(store: Store) -> None:
    """They would expire on the way."""
    async with store(lease=120.0) as one, store(lease=120.0) as two:
        await one.save(ACCOUNT, token("dying", life=20.0))
        with anyio.fail_after(30):
            await two.load(ACCOUNT)
            assert await two.load(ACCOUNT) is not None  # as it is; the TokenProvider looks at its end


async def test_token_source(store: Store) -> None:
    """Ten callers in two workers make one token call, and one more after a 401 to all."""
    calls: list[str] = []

    async def fetch(**how: object) -> Token:
        calls.append("call")
        await anyio.sleep(0.1)
        return token(f"token-{len(calls)}")

    async def cold(source: TokenProvider) -> None:
        assert (await source.get()).value == "token-1"

    async def refused(source: TokenProvider, failed: Token) -> None:
        source.reject(failed)
        assert (await source.get()).value == "token-2"

    async with store() as one, store() as two:
        sources = [TokenProvider(fetch, clock=SystemClock(), store=worker, account=ACCOUNT) for worker in (one, two)]
        async with anyio.create_task_group() as group:
            for number in range(10):
                group.start_soon(cold, sources[number % 2])
        failed = await sources[0].get()
        async with anyio.create_task_group() as group:
            for number in range(10):
                group.start_soon(refused, sources[number % 2], failed)
    assert len(calls) == 2


async def test_cancelled_loads_cost_no_connection(store: Store) -> None:
    """A hundred callers that are cancelled at any moment, then one that is not."""
    async with store(lease=120.0) as one:
        for number in range(100):
            with anyio.move_on_after(0.00002 * number):
                await one.load(ACCOUNT)
        with anyio.fail_after(30):
            await one.load(ACCOUNT)


async def test_server_that_is_away(
    make_server: Callable[..., Server], key: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A token source goes on without it, and says so without a secret."""
    server = make_server(password="open-sesame")
    url = server.url.replace("redis://", "redis://:open-sesame@")
    server.kill()

    async def fetch(**how: object) -> Token:
        return token("fetched-token")

    async with RedisTokenStore(url, key=key) as one:
        source = TokenProvider(fetch, clock=SystemClock(), store=one, account=ACCOUNT)
        assert (await source.get()).value == "fetched-token"
    assert "could not be read" in caplog.text
    assert "open-sesame" not in caplog.text
    assert "fetched-token" not in caplog.text


async def test_keys_show_no_account_and_expire(store: Store, url: str, key: str) -> None:
    """The account, which holds the client id, is hashed; the token goes when it expires."""
    async with store() as one, coredis.Redis.from_url(url, decode_responses=True) as client:
        await one.load(ACCOUNT)
        await one.save(ACCOUNT, token("value", life=100.0))
        names = [name async for name in client.scan_iter(f"{key}*")]
        assert len(names) == 1
        assert "client" not in names[0]
        assert 0 < await client.ttl(names[0]) <= 100


async def test_outside_of_its_block(store: Store) -> None:
    """A clear error."""
    with pytest.raises(ClientStateError, match="RedisTokenStore is not open: open it, or the client that shares it"):
        await store().load(ACCOUNT)


def test_settings(url: str) -> None:
    """Bad ones say what to do."""
    for options in ({"key": ""}, {"key": "{}"}, {"lease": 0}, {"leeway": -1}, {"timeout": 0}):
        with pytest.raises(ConfigurationError):
            RedisTokenStore(url, **options)  # type: ignore[arg-type]
    assert repr(RedisTokenStore(url)).startswith("<RedisTokenStore 'plutio:token' at 127.0.0.1:")
