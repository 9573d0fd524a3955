"""The connection pool on real sockets, and under cancellation at any moment."""

from __future__ import annotations

import contextlib
import random
import ssl
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import anyio
import anyio.abc
import anyio.lowlevel
import httpcore
import httpx
import pytest
import trustme
from anyio.streams.tls import TLSAttribute

from plutio_async._http.messages import HttpRequest, HttpResponse, RequestState
from plutio_async._http.pool import Pool
from plutio_async._http.settings import ConnectionSettings
from plutio_async._http.transport import ConnectionLimiter, HttpTransport
from plutio_async.errors import ClientStateError, ConnectionFailed

from .local_server import CLIENT_LEFT, OK, Exchange, Handler, LocalServer, exchanged, hang, serving

pytestmark = [pytest.mark.integration, pytest.mark.both_loops]


class Watch:
    """A monotonic clock that a test sets."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@asynccontextmanager
async def pooled(**settings: Any) -> AsyncIterator[Pool]:
    """A pool for the time of the block."""
    pool = Pool(ssl.create_default_context, **settings)
    try:
        yield pool
    finally:
        await pool.aclose()


async def send(pool: Pool, request: HttpRequest, state: RequestState | None = None) -> HttpResponse:
    """One request."""
    state = state or RequestState(30)
    return await pool.send(request, state)


def counts(pool: Pool) -> tuple[int, int]:
    """How many connections are idle, and how many serve a request."""
    return len(pool.idle), len(pool.busy)


async def get(pool: Pool, server: LocalServer, path: str = "/", state: RequestState | None = None) -> int:
    """The status of one request."""
    return (await send(pool, HttpRequest("GET", server.url(path)), state)).status


async def many(pool: Pool, server: LocalServer, count: int) -> None:
    """That many requests at once: the server answers none of them before all have come."""
    handle, coming, all_there = server.handle, count, anyio.Event()

    async def answer(exchange: Exchange) -> None:
        nonlocal coming
        coming -= 1
        if not coming:
            all_there.set()
        await all_there.wait()
        await exchange.answer()

    server.handle = answer
    async with anyio.create_task_group() as tasks:
        for _ in range(count):
            tasks.start_soon(get, pool, server)
    server.handle = handle


@pytest.mark.anyio
async def test_one_connection_serves_call_after_call() -> None:
    """An idle connection is used again."""
    async with serving() as server, pooled() as pool:
        for _ in range(20):
            assert await get(pool, server) == 200
        assert server.connections == 1
        assert counts(pool) == (1, 0)


@pytest.mark.anyio
async def test_the_last_connection_used_is_the_next() -> None:
    """After a burst a quiet caller keeps one connection warm and the others expire."""
    watch = Watch()
    async with serving() as server, pooled(keepalive=4.0, now=watch) as pool:
        await many(pool, server, 5)
        assert (server.connections, counts(pool)) == (5, (5, 0))
        for second in (1, 2, 3, 4, 5):
            watch.seconds = second
            await get(pool, server)
        assert len(pool.idle) == 1
        assert server.connections == 5


@pytest.mark.anyio
async def test_a_connection_idle_for_too_long_is_not_used() -> None:
    """A server may be about to close it."""
    watch = Watch()
    async with serving() as server, pooled(keepalive=4.0, now=watch) as pool:
        await get(pool, server)
        watch.seconds = 3.9
        await get(pool, server)
        watch.seconds = 8
        await get(pool, server)
        assert server.connections == 2


@pytest.mark.anyio
async def test_a_connection_that_the_server_closed_is_not_used() -> None:
    """Calls do not notice that the server closed idle connections."""
    async with serving() as server, pooled() as pool:
        await many(pool, server, 3)
        await server.drop_connections()
        await anyio.sleep(0.01)
        assert await get(pool, server) == 200
        assert len(pool.idle) == 1


@pytest.mark.anyio
async def test_a_connection_that_the_server_will_close_is_dropped() -> None:
    """``Connection: close`` is obeyed."""

    async def once(exchange: Exchange) -> None:
        await exchange.answer(OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))

    async with serving(once) as server, pooled() as pool:
        for _ in range(3):
            await get(pool, server)
            assert not pool.idle
        assert server.connections == 3


@pytest.mark.anyio
async def test_a_connection_to_another_server_is_not_used() -> None:
    """A client has one server. A request to another one closes the idle connections, so that they cannot pile up."""
    async with serving() as first, serving() as second, pooled() as pool:
        await many(pool, first, 4)
        assert await get(pool, second) == 200
        assert len(second.seen) == 1
        assert counts(pool) == (1, 0)


@pytest.mark.anyio
async def test_closing_closes_everything() -> None:
    """Idle connections, and those under a request, which fails."""
    failures: list[Exception] = []

    async def fail(pool: Pool, server: LocalServer) -> None:
        try:
            await get(pool, server)
        except httpx.TransportError as error:
            failures.append(error)

    async with serving() as server, pooled() as pool:
        await get(pool, server)
        server.handle = hang
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(fail, pool, server)
            tasks.start_soon(fail, pool, server)
            while len(server.seen) < 3:
                await anyio.sleep(0.001)
            await pool.aclose()
        assert len(failures) == 2
        assert counts(pool) == (0, 0)
        with anyio.fail_after(30):
            await gone(server)
        with pytest.raises(httpx.ConnectError):
            await get(pool, server)


async def gone(server: LocalServer) -> None:
    """Waits until the server sees no connection any more."""
    while server.open:
        await anyio.sleep(0.001)


@pytest.mark.anyio
@pytest.mark.parametrize("workers", [*(pytest.param(workers, marks=pytest.mark.system) for workers in (1, 8, 12)), 30])
async def test_cancelled_requests_never_exhaust_the_pool(workers: int) -> None:
    """After hundreds of cancellations at random moments as many calls as ever go through at once.

    httpx 0.28.1's own pool of ten fails this for good with 30 workers, on asyncio and trio: a request cancelled between
    the assignment of its connection and the connect leaves a connection that counts for ever.
    """
    rng = random.Random(workers)

    async def briefly(exchange: Exchange) -> None:
        await anyio.sleep(rng.random() * 0.002)
        closing = b"\r\nConnection: close\r\n\r\n" if rng.random() < 0.2 else b"\r\n\r\n"
        await exchange.answer(OK.replace(b"\r\n\r\n", closing))

    async with serving(briefly) as server:
        client = HttpTransport(ConnectionSettings(max_connections=10))
        assert await cancelled_calls(client, server, workers, rng) >= workers
        with anyio.fail_after(30):
            async with anyio.create_task_group() as tasks:
                for _ in range(20):
                    tasks.start_soon(exchanged, client, HttpRequest("GET", server.url()))
        await client.aclose()
        with anyio.fail_after(30):
            await gone(server)


async def cancelled_calls(client: HttpTransport, server: LocalServer, workers: int, rng: random.Random) -> int:
    """Five hundred calls that are given a few milliseconds at most, and the first none; how many were cancelled."""
    cancelled = 0

    async def work() -> None:
        nonlocal cancelled
        for number in range(500 // workers):
            with anyio.move_on_after(rng.random() * 0.006 if number else 0.0) as scope:
                await exchanged(client, HttpRequest("GET", server.url()))
            cancelled += scope.cancelled_caught

    async with anyio.create_task_group() as tasks:
        for _ in range(workers):
            tasks.start_soon(work)
    return cancelled


@pytest.mark.anyio
@pytest.mark.parametrize("moment", ["handshake", "answer", "body"])
async def test_a_request_cancelled_at_any_stage_leaves_nothing(moment: str) -> None:
    """While connecting, waiting, and reading: the socket is closed when the cancelled task is done."""
    reached = anyio.Event()

    async def stall(exchange: Exchange) -> None:
        if moment == "body":
            await exchange.answer(OK[:-1])
        reached.set()
        await hang(exchange)

    async with serving(stall) as server, pooled() as pool:
        if moment == "handshake":
            server.scheme = "https"
            server.serve = mute_but_counted(server, reached)  # type: ignore[method-assign]
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(get, pool, server)
            await reached.wait()
            await anyio.sleep(0.005)
            tasks.cancel_scope.cancel()
        assert counts(pool) == (0, 0)
        with anyio.fail_after(30):
            await gone(server)


def mute_but_counted(server: LocalServer, reached: anyio.Event) -> Any:
    """Accepts a connection and sends nothing until the client leaves."""

    async def serve(stream: anyio.abc.ByteStream) -> None:
        server.open += 1
        with contextlib.suppress(*CLIENT_LEFT):
            async with stream:
                async for _ in stream:
                    reached.set()
        server.open -= 1

    return serve


Failure = type[Exception]


class Script(httpcore.AsyncNetworkStream):
    """A socket with a list of results for its writes and reads: an exception is raised, bytes are read."""

    def __init__(self, writes: Iterable[Failure | None], reads: Iterable[Failure | bytes]) -> None:
        self.writes = list(writes)
        self.reads = list(reads)
        self.written = b""
        self.closed = False

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not buffer:
            return
        failure = self.writes.pop(0) if self.writes else None
        if failure is not None:
            raise failure("broken pipe")
        self.written += buffer

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        step = self.reads.pop(0)
        if not isinstance(step, bytes):
            raise step("connection reset")
        return step

    async def aclose(self) -> None:
        self.closed = True

    def get_extra_info(self, info: str) -> Any:
        return None


@pytest.fixture
def sockets(monkeypatch: pytest.MonkeyPatch) -> list[Script]:
    """The sockets that will be opened, in their order; opening one takes it off the list."""
    scripts: list[Script] = []

    async def connect(*_: object, **__: object) -> Script:
        return scripts.pop(0)

    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", connect)
    return scripts


BROKEN = httpcore.WriteError
RESET = httpcore.ReadError
REQUEST = HttpRequest("POST", "http://api.example.com/tasks", content=b'{"title":"x"}')


@pytest.mark.anyio
async def test_closing_closes_all_connections_even_if_one_is_interrupted(sockets: list[Script]) -> None:
    """On trio a Ctrl-C reaches the task that closes, at any wait."""

    class Interrupted(Script):
        async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
            await anyio.lowlevel.checkpoint()
            return await super().read(max_bytes, timeout)

        async def aclose(self) -> None:
            await super().aclose()
            raise KeyboardInterrupt

    opened = [Interrupted([], [OK]) for _ in range(3)]
    sockets += opened
    pool = Pool(ssl.create_default_context)
    async with anyio.create_task_group() as tasks:
        for _ in opened:
            tasks.start_soon(send, pool, REQUEST)
    assert counts(pool) == (3, 0)
    with pytest.raises(KeyboardInterrupt):
        await pool.aclose()
    assert [socket.closed for socket in opened] == [True] * 3


@pytest.mark.anyio
async def test_closing_closes_a_connection_that_is_being_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its socket opens after the pool was closed. The request fails."""
    pool, socket, errors = Pool(ssl.create_default_context), Script([], [OK]), list[httpx.ConnectError]()
    opening, go_on = anyio.Event(), anyio.Event()

    async def connect(*_: object, **__: object) -> Script:
        opening.set()
        await go_on.wait()
        return socket

    async def request() -> None:
        with pytest.raises(httpx.ConnectError) as caught:
            await send(pool, REQUEST)
        errors.append(caught.value)

    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", connect)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(request)
        await opening.wait()
        await pool.aclose()
        go_on.set()
    assert socket.closed
    assert str(errors[0]) == "closed while connecting"
    assert not socket.written


@pytest.mark.anyio
async def test_a_request_that_met_a_dead_connection_goes_out_on_a_new_one(sockets: list[Script]) -> None:
    """Once, and only if not a byte of it left: even a create is safe then."""
    stale, new = Script([None, None, BROKEN], [OK, RESET]), Script([], [OK])
    sockets += [stale, new]
    async with pooled() as pool:
        await send(pool, REQUEST)
        assert (await send(pool, REQUEST)).status == 200
    assert stale.closed
    assert new.written.count(b"POST /tasks") == 1


@pytest.mark.anyio
@pytest.mark.parametrize("end", [b"", RESET, httpcore.ReadTimeout])
async def test_a_request_that_may_have_been_seen_is_not_repeated(sockets: list[Script], end: Failure | bytes) -> None:
    """The server closed after the request was written: whether it acted is unknown."""
    sockets += [Script([], [OK, end]), Script([], [OK])]
    state = RequestState(30)
    async with pooled() as pool:
        await send(pool, REQUEST)
        with pytest.raises(httpx.TransportError):
            await send(pool, REQUEST, state)
    assert state.sent is True
    assert len(sockets) == 1


@pytest.mark.anyio
async def test_there_is_no_second_repeat(sockets: list[Script]) -> None:
    """If the new connection breaks at once too, the error shows that nothing was sent."""
    sockets += [Script([None, None, BROKEN], [OK, RESET]), Script([BROKEN], [RESET]), Script([], [OK])]
    state = RequestState(30)
    async with pooled() as pool:
        await send(pool, REQUEST)
        with pytest.raises(httpx.ReadError):
            await send(pool, REQUEST, state)
    assert state.sent is False
    assert len(sockets) == 1


@pytest.mark.anyio
async def test_the_error_says_that_nothing_was_sent(sockets: list[Script]) -> None:
    """A request that was never written did not reach the server, whatever the error is."""
    sockets += [Script([BROKEN], [RESET])]
    client = HttpTransport(ConnectionSettings())
    with pytest.raises(ConnectionFailed) as caught:
        await client.send(REQUEST)
    assert caught.value.reached is False
    await client.aclose()


@pytest.mark.anyio
async def test_a_connection_that_never_came_sent_nothing() -> None:
    """Whatever error or timeout ends the attempt."""
    async with serving() as server:
        pass
    state = RequestState(30)
    async with pooled() as pool:
        with pytest.raises(httpx.ConnectError):
            await get(pool, server, state=state)
    assert state.sent is False


@pytest.mark.anyio
async def test_a_long_head_that_broke_off_counts_as_sent(sockets: list[Script]) -> None:
    """What does not fit in a socket's buffer may have gone before the error came."""
    sockets += [Script([BROKEN], [RESET]), Script([], [OK])]
    state = RequestState(30)
    url = f"http://api.example.com/tasks?q={'x' * 5000}"
    async with pooled() as pool:
        with pytest.raises(httpx.ReadError):
            await send(pool, HttpRequest("GET", url), state)
    assert state.sent is True


@pytest.mark.anyio
async def test_a_body_that_broke_off_counts_as_sent(sockets: list[Script]) -> None:
    """The server has the head of the request, and may act on it."""
    sockets += [Script([None, BROKEN], [RESET])]
    state = RequestState(30)
    async with pooled() as pool:
        with pytest.raises(httpx.ReadError):
            await send(pool, REQUEST, state)
    assert state.sent is True


@pytest.mark.anyio
@pytest.mark.parametrize(
    "name",
    ["ConnectTimeout", "ReadTimeout", "WriteTimeout", "ConnectError", "ReadError", "RemoteProtocolError"],
)
async def test_errors_are_those_of_httpx(sockets: list[Script], name: str) -> None:
    """So that all routes raise the same ones."""
    sockets += [Script([], [getattr(httpcore, name)])]
    async with pooled() as pool:
        with pytest.raises(getattr(httpx, name), match="connection reset"):
            await send(pool, REQUEST)


@pytest.mark.anyio
async def test_the_limiter_keeps_the_order_of_arrival() -> None:
    """No newcomer overtakes, and a cancelled waiter takes no slot."""
    limiter, order = ConnectionLimiter(1), list[int]()

    async def pass_through(number: int) -> None:
        with await limiter.acquire():
            order.append(number)

    async with anyio.create_task_group() as tasks:
        with await limiter.acquire():
            for number in range(5):
                tasks.start_soon(pass_through, number)
                await anyio.wait_all_tasks_blocked()
            with anyio.move_on_after(0):
                await pass_through(99)
        await pass_through(5)
    assert order == [0, 1, 2, 3, 4, 5]


@pytest.mark.anyio
@pytest.mark.parametrize("grant_first", [True, False])
async def test_a_slot_granted_to_a_cancelled_waiter_is_passed_on(grant_first: bool) -> None:
    """Grant and cancellation fall in the same moment, in either order."""
    limiter = ConnectionLimiter(1)

    async def visit() -> None:
        with await limiter.acquire():
            pass

    async with anyio.create_task_group() as tasks:
        with await limiter.acquire():
            tasks.start_soon(visit)
            await anyio.wait_all_tasks_blocked()
            if not grant_first:
                tasks.cancel_scope.cancel()
        tasks.cancel_scope.cancel()
    with anyio.fail_after(30):
        await limiter.acquire()


@pytest.mark.anyio
@pytest.mark.parametrize("seed", range(5))
async def test_random_cancellations_lose_no_slot(seed: int) -> None:
    """Never more than the size are inside, and all slots come back."""
    rng, limiter = random.Random(seed), ConnectionLimiter(3)
    inside = 0

    async def visit(scope: anyio.CancelScope) -> None:
        nonlocal inside
        with scope:
            with await limiter.acquire():
                inside += 1
                try:
                    assert inside <= 3
                    for _ in range(rng.randrange(3)):
                        await anyio.lowlevel.checkpoint()
                finally:
                    inside -= 1

    async with anyio.create_task_group() as tasks:
        scopes = [anyio.CancelScope() for _ in range(200)]
        for scope in scopes:
            tasks.start_soon(visit, scope)
            if rng.random() < 0.5:
                rng.choice(scopes).cancel()
            if rng.random() < 0.3:
                await anyio.lowlevel.checkpoint()
    with anyio.fail_after(30):
        for _ in range(3):
            await limiter.acquire()


@pytest.mark.anyio
async def test_a_closed_limiter_rejects_all_requests() -> None:
    """Waiting and later ones."""
    limiter, refused = ConnectionLimiter(1), list[ClientStateError]()

    async def enter() -> None:
        try:
            await limiter.acquire()
        except ClientStateError as error:
            refused.append(error)

    with await limiter.acquire():
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(enter)
            tasks.start_soon(enter)
            await anyio.wait_all_tasks_blocked()
            limiter.close()
            await enter()
    assert len(refused) == 3


async def twice(exchange: Exchange) -> None:
    """Answers a request, and then once more."""
    await exchange.answer(OK + OK.replace(b"{}", b"[]"))


async def twice_in_two_records(exchange: Exchange) -> None:
    """The same, in two records of TLS that arrive at once."""
    exchange.stream.extra(TLSAttribute.ssl_object).write(OK)
    await exchange.answer(OK.replace(b"{}", b"[]"))


async def twice_with_a_moment_between(exchange: Exchange) -> None:
    """The same, so that the second arrives when the connection is idle."""
    await exchange.answer()
    await anyio.sleep(0.001)
    await exchange.answer(OK.replace(b"{}", b"[]"))


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("handle", "tls"),
    [
        (twice, False),
        (twice, True),
        (twice_in_two_records, True),
        (twice_with_a_moment_between, False),
        (twice_with_a_moment_between, True),
    ],
)
async def test_what_follows_an_answer_is_not_the_answer_to_the_next_call(handle: Handler, tls: bool) -> None:
    """The connection is not used again."""
    authority = trustme.CA()
    context, trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("localhost").configure_cert(context)
    authority.configure_trust(trusting)
    sent = 0

    async def counted(exchange: Exchange) -> None:
        nonlocal sent
        await handle(exchange)
        sent += 1

    async with serving(counted, context if tls else None) as server:
        pool = Pool(lambda: trusting)
        for number in range(3):
            response = await send(pool, HttpRequest("GET", server.url()))
            assert response.content == b"{}"
            while sent <= number:
                await anyio.sleep(0.001)
            await anyio.sleep(0.02)  # for what was sent to arrive
        await pool.aclose()
        assert server.connections == 3
