"""Answers are read up to a limit of size and time, whatever they hold, over every route."""

from __future__ import annotations

import gzip
import math
import random
import ssl
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

import anyio
import anyio.abc
import anyio.lowlevel
import h2.config
import h2.connection
import h2.events
import httpx
import pytest
import trustme
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from plutio_async import (
    BadRequestError,
    NotFoundError,
    OutcomeUnknown,
    Plutio,
    PlutioError,
    RateLimitError,
    ResponseTooLarge,
    ServerError,
    StatusError,
    UnreadableAnswer,
)
from plutio_async._http.messages import HttpRequest, HttpResponse, RequestState
from plutio_async._http.receiving import CHUNK, receive
from plutio_async._http.settings import ConnectionSettings
from plutio_async._http.transport import HttpTransport
from plutio_async.errors import CallTimeout
from plutio_async.testing import Fault, Sandbox

from .api import TOKEN, Api
from .local_server import CLIENT_LEFT, Exchange, LocalServer, hang, serving

pytestmark = pytest.mark.integration

LIMIT = 1_000_000
HUGE = 50_000_000


def packed(size: int) -> bytes:
    """That many bytes of nothing in a thousandth of the space."""
    packing = zlib.compressobj(wbits=31)
    return b"".join([packing.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)]) + packing.flush()


BOMB = packed(HUGE)


def deflated(content: bytes, bits: int) -> bytes:
    packing = zlib.compressobj(wbits=bits)
    return packing.compress(content) + packing.flush()


PACKINGS: dict[str, Callable[[bytes], tuple[str, bytes]]] = {
    "plain": lambda content: ("", content),
    "identity": lambda content: ("Identity", content),
    "gzip": lambda content: ("GZIP", gzip.compress(content)),
    "x-gzip": lambda content: ("x-gzip", gzip.compress(content)),
    "stored": lambda content: ("gzip", gzip.compress(content, 0)),
    "members": lambda content: ("gzip", gzip.compress(content[:7]) + gzip.compress(b"") + gzip.compress(content[7:])),
    "deflate": lambda content: ("deflate", zlib.compress(content)),
    "raw deflate": lambda content: ("deflate", deflated(content, -15)),
}


class Pieces(httpx.AsyncByteStream):
    """A body in pieces that come at once, as an async generator, and whether it was closed."""

    def __init__(self, *pieces: bytes, endless: bool = False) -> None:
        self.pieces = pieces
        self.endless = endless
        self.given = 0
        self.ended = False
        self.closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            while True:
                for piece in self.pieces:
                    self.given += 1
                    yield piece
                if not self.endless:
                    return
                await anyio.lowlevel.checkpoint()
        finally:
            self.ended = True

    async def aclose(self) -> None:
        self.closed = True


def head(coding: str = "", **more: Any) -> list[tuple[bytes, bytes]]:
    """The headers of a JSON answer that is packed in some way."""
    headers = {"Content-Type": "application/json", "Content-Encoding": coding, **more}
    return [(name.replace("_", "-").encode(), str(value).encode()) for name, value in headers.items() if value != ""]


async def received(
    stream: httpx.AsyncByteStream, coding: str = "", limit: float = math.inf
) -> tuple[bytes, UnreadableAnswer | None]:
    """What is read of an answer, and why not more."""
    response = await receive(stream, RequestState(30, max_bytes=limit), method="GET", status=200, headers=head(coding))
    return response.content, response.unread


@given(
    content=st.binary(max_size=300),
    packing=st.sampled_from(sorted(PACKINGS)),
    step=st.integers(1, 400),
    limit=st.integers(1, 300),
)
def test_a_body_is_read_whole_or_not_at_all(content: bytes, packing: str, step: int, limit: int) -> None:
    """The number of unpacked bytes decides, however they are packed and cut in pieces."""
    coding, body = PACKINGS[packing](content)
    pieces = [body[at : at + step] for at in range(0, len(body), step)]
    read, unread = anyio.run(lambda: received(Pieces(*pieces), coding, limit))
    if len(content) <= limit:
        assert (read, unread) == (content, None)
    else:
        assert read == b""
        assert isinstance(unread, ResponseTooLarge)
        assert unread.limit == limit
        assert 0 < unread.received <= len(body)


@given(
    content=st.binary(max_size=300),
    packing=st.sampled_from(["gzip", "members", "deflate", "raw deflate"]),
    cut=st.data(),
)
def test_a_body_that_breaks_off_is_never_taken_for_the_whole(content: bytes, packing: str, cut: st.DataObject) -> None:
    """Wherever the packed bytes end, except between two members."""
    coding, body = PACKINGS[packing](content)
    left = body[: cut.draw(st.integers(1, len(body) - 1))]
    members = [gzip.compress(content[:7]), gzip.compress(content[:7]) + gzip.compress(b"")]
    read, unread = anyio.run(lambda: received(Pieces(left), coding))
    if packing == "members" and left in members:
        assert (read, unread) == (content[:7], None)
    else:
        assert read == b""
        assert type(unread) is UnreadableAnswer
        assert "breaks off" in str(unread)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("coding", "body", "message"),
    [
        ("gzip", b"{}", "its gzip is broken"),
        ("gzip", gzip.compress(b"{}", mtime=0)[:-8] + bytes(8), "its gzip is broken"),
        ("gzip", gzip.compress(b"{}", mtime=0) + b"\n", "its gzip breaks off|its gzip is broken"),
        ("gzip", gzip.compress(b"{}", mtime=0) + b"rubbish", "its gzip is broken"),
        ("deflate", b"\xff{}", "its deflate is broken"),
        ("br", b"{}", "packed with br, and only gzip was asked for"),
        ("zstd", b"{}", "packed with zstd"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"{}", mtime=0), mtime=0), "packed with an unknown coding"),
        ("Bearer-very-secret", b"{}", "packed with an unknown coding"),
    ],
)
async def test_a_body_that_cannot_be_unpacked(coding: str, body: bytes, message: str) -> None:
    """The error has the reason, and no text that a server may have echoed."""
    for pieces in ([body], [body[at : at + 1] for at in range(len(body))]):
        stream = Pieces(*pieces)
        content, unread = await received(stream, coding)
        assert content == b""
        assert type(unread) is UnreadableAnswer
        with pytest.raises(UnreadableAnswer, match=message):
            raise unread
        assert stream.ended


@pytest.mark.anyio
@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "gzip, gzip"])
@pytest.mark.parametrize("pieces", [(), (b"",)])
async def test_an_empty_body_is_empty_however_it_is_packed(coding: str, pieces: tuple[bytes, ...]) -> None:
    """As that of a 204, whose headers are those of any answer."""
    assert await received(Pieces(*pieces), coding) == (b"", None)


@pytest.mark.anyio
@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 204), ("GET", 304)])
async def test_a_length_counts_only_where_a_body_follows(method: str, status: int) -> None:
    """Here it is the length that the body of another answer would have."""
    state, headers = RequestState(30, max_bytes=10), head(content_length=11)
    assert (await receive(Pieces(), state, method=method, status=status, headers=headers)).unread is None


@pytest.mark.anyio
@pytest.mark.parametrize("length", ["11", "9" * 5000, "00011"])
async def test_a_length_beyond_the_limit_is_refused_unread(length: str) -> None:
    """Nothing of the body is read."""
    stream, state = Pieces(b"x"), RequestState(30, max_bytes=10)
    response = await receive(stream, state, method="GET", status=200, headers=head(content_length=length))
    assert isinstance(response.unread, ResponseTooLarge)
    assert (response.unread.received, stream.given) == (0, 0)


@pytest.mark.anyio
async def test_packing_may_make_a_body_longer_than_the_limit() -> None:
    """The limit holds for the unpacked body. A little more may be received."""
    content = bytes(100)
    body = gzip.compress(content, 0)
    state, headers = RequestState(30, max_bytes=100), head("gzip", content_length=len(body))
    response = await receive(Pieces(body), state, method="GET", status=200, headers=headers)
    assert (response.content, response.unread) == (content, None)
    for endless in (gzip.compress(b""), b"\x00\x00\x00\xff\xff"):  # members, and blocks, of nothing
        start = b"" if endless.startswith(b"\x1f") else gzip.compress(b"")[:10]
        content, unread = await received(Pieces(start, *[endless] * 20_000), "gzip", 100)
        assert isinstance(unread, ResponseTooLarge)
        assert unread.received < 100_000


@pytest.fixture
def traced() -> Iterator[Callable[[], int]]:
    """The most memory that was held since the last look, in bytes."""
    tracemalloc.start()

    def peak() -> int:
        current, most = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        return most - current

    yield peak
    tracemalloc.stop()


@pytest.mark.anyio
async def test_many_tiny_pieces_take_no_more_memory_than_a_few(traced: Callable[[], int]) -> None:
    """A list of them would take many times their size."""

    class Crumbs(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            for number in range(1_000_000):
                yield number.to_bytes(4, "big")

    traced()
    _, unread = await received(Crumbs(), limit=200_000)
    assert isinstance(unread, ResponseTooLarge)
    assert unread.received == 200_004
    assert traced() < 600_000


@pytest.mark.anyio
async def test_a_long_piece_is_not_copied_whole(traced: Callable[[], int]) -> None:
    """zlib copies what it has not read yet, which would take the square of the length if done for each chunk."""
    body = BOMB + bytes(LIMIT - len(BOMB))
    traced()
    _, unread = await received(Pieces(body), "gzip", LIMIT)
    assert isinstance(unread, ResponseTooLarge)
    assert unread.received == LIMIT
    assert traced() < 2 * LIMIT


@pytest.mark.anyio
@pytest.mark.parametrize("packing", ["gzip", "stored", "deflate", "raw deflate"])
async def test_nothing_is_lost_between_pieces_and_chunks(packing: str) -> None:
    """Neither of a long piece nor of one that ends with a chunk, of which zlib may hold back the rest."""
    long = random.Random(1).randbytes(500_000)
    for content in (long, *(bytes(size) for size in range(CHUNK - 2, CHUNK + 300))):
        coding, body = PACKINGS[packing](content)
        assert await received(Pieces(body), coding) == (content, None)


@pytest.mark.anyio
async def test_two_codings_are_one_too_many() -> None:
    """Also where each has a header."""
    headers = [*head("gzip"), *head("gzip")]
    body = gzip.compress(gzip.compress(b"{}"))
    response = await receive(Pieces(body), RequestState(30), method="GET", status=200, headers=headers)
    assert "an unknown coding" in str(response.unread)


@pytest.mark.anyio
async def test_what_comes_after_the_limit_is_not_unpacked() -> None:
    """Otherwise its broken end would be the error."""
    _, unread = await received(Pieces(BOMB[:-8] + bytes(8)), "gzip", LIMIT)
    assert isinstance(unread, ResponseTooLarge)


@pytest.mark.anyio
@pytest.mark.parametrize(("pieces", "coding"), [((BOMB,), "gzip"), ((b"x",) * 50_000, "")], ids=["bomb", "crumbs"])
async def test_others_run_while_a_body_is_read(pieces: tuple[bytes, ...], coding: str) -> None:
    """A piece of a few bytes may take a while, and so may many that come at once."""
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            await anyio.lowlevel.checkpoint()
            turns += 1

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(other)
        await anyio.lowlevel.checkpoint()
        before = turns
        await received(Pieces(*pieces), coding, HUGE)
        tasks.cancel_scope.cancel()
    assert turns - before > 100


@pytest.mark.anyio
@pytest.mark.parametrize("coding", ["gzip", ""])
async def test_the_deadline_ends_the_unpacking(coding: str) -> None:
    """Also if nothing waits. The iterator of the pieces is closed."""
    state = RequestState(-1)
    stream = Pieces(BOMB if coding else b"x" * 100, endless=not coding)
    with pytest.raises(TimeoutError):
        await receive(stream, state, method="GET", status=200, headers=head(coding))
    assert stream.ended


@pytest.mark.anyio
async def test_a_cancelled_call_stops_unpacking() -> None:
    """Between two chunks. The iterator is closed."""
    stream = Pieces(BOMB)
    with anyio.CancelScope() as scope:
        scope.cancel()
        await received(stream, "gzip")
    assert scope.cancelled_caught
    assert stream.ended


@frozen
class Body:
    """What a server sends, and with which pauses."""

    pieces: tuple[bytes, ...]
    coding: str = ""
    endless: bool = False
    pause: float = 0.0
    status: int = 200

    async def play(self, send: Callable[[bytes], Awaitable[None]]) -> None:
        while True:
            for piece in self.pieces:
                await send(piece)
                await anyio.sleep(self.pause)
            if not self.endless:
                return


SMALL = Body((b"[]",))
EXPLODING = Body((BOMB,), "gzip")
ENDLESS = Body((bytes(10_000),), endless=True)
TRICKLING = Body((b" ",), endless=True, pause=0.001)


class Server:
    """Sends bodies, one to each request and the last of them again and again, over HTTP/1.1 and HTTP/2."""

    def __init__(self, *bodies: Body) -> None:
        self.bodies = list(bodies)

    def next(self) -> Body:
        return self.bodies.pop(0) if len(self.bodies) > 1 else self.bodies[0]

    async def answer(self, exchange: Exchange) -> None:
        body = self.next()

        async def send(piece: bytes) -> None:
            await exchange.answer(b"%x\r\n%s\r\n" % (len(piece), piece))

        coding = f"Content-Encoding: {body.coding}\r\n" if body.coding else ""
        start = f"HTTP/1.1 {body.status} Some reason\r\n{coding}Transfer-Encoding: chunked\r\n\r\n"
        await exchange.answer(start.encode())
        await body.play(send)
        await exchange.answer(b"0\r\n\r\n")

    async def speak_http2(self, stream: anyio.abc.ByteStream) -> None:
        connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        connection.initiate_connection()
        lock = anyio.Lock()

        async def flush() -> None:
            async with lock:
                await stream.send(connection.data_to_send())

        async def play(number: int) -> None:
            async def send(piece: bytes) -> None:
                for at in range(0, len(piece), 10_000):
                    while connection.local_flow_control_window(number) < 10_000:
                        await anyio.sleep(0.001)
                    connection.send_data(number, piece[at : at + 10_000])
                    await flush()

            body = self.next()
            coding = [("content-encoding", body.coding)] if body.coding else []
            connection.send_headers(number, [(":status", str(body.status)), *coding])
            with suppress(*CLIENT_LEFT):
                await body.play(send)
                connection.end_stream(number)
                await flush()

        async with stream, anyio.create_task_group() as tasks:
            with suppress(*CLIENT_LEFT):
                await flush()
                async for data in stream:
                    for event in connection.receive_data(data):
                        if isinstance(event, h2.events.StreamEnded) and event.stream_id is not None:
                            tasks.start_soon(play, event.stream_id)
                    await flush()
            tasks.cancel_scope.cancel()


Send = Callable[..., Awaitable[HttpResponse]]


@asynccontextmanager
async def carried(carrier: str, *bodies: Body, **options: Any) -> AsyncIterator[tuple[Send, LocalServer]]:
    """A server that sends bodies, and how to send it a request: over our pool, a proxy, HTTP/2, a user's transport."""
    sender = Server(*bodies)
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    context.set_alpn_protocols(["h2"])
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    async with serving(sender.answer, context if carrier == "http2" else None) as server:
        if carrier == "http2":
            server.serve = counted(server, sender.speak_http2)  # type: ignore[method-assign]
        limits = httpx.Limits(max_connections=1)
        given: dict[str, Any] = {
            "pool": {},
            "proxy": {"proxy": server.url()},
            "http2": {"http2": True, "verify": trusting},
            "own": {"transport": httpx.AsyncHTTPTransport(limits=limits)},
        }[carrier]
        transport = HttpTransport(ConnectionSettings(**{"max_response_bytes": LIMIT, **given, **options}))

        async def send(method: str = "GET", timeout: float = 20.0) -> HttpResponse:
            url = "http://api.example.com/tasks" if carrier == "proxy" else server.url("/tasks")
            return await transport.send(HttpRequest(method, url, timeout=timeout))

        try:
            yield send, server
        finally:
            await transport.aclose()


def counted(
    server: LocalServer, serve: Callable[[anyio.abc.ByteStream], Awaitable[None]]
) -> Callable[[anyio.abc.ByteStream], Awaitable[None]]:
    async def counting(stream: anyio.abc.ByteStream) -> None:
        server.connections += 1
        server.open += 1
        try:
            await serve(stream)
        finally:
            server.open -= 1

    return counting


CARRIERS = ["pool", "proxy", "http2", "own"]


@pytest.mark.anyio
@pytest.mark.both_loops
@pytest.mark.parametrize("carrier", CARRIERS)
async def test_a_bomb_costs_little_memory(carrier: str, traced: Callable[[], int]) -> None:
    """No more than the limit and a few chunks, over every route."""
    async with carried(carrier, SMALL, EXPLODING) as (send, _):
        assert (await send()).content == b"[]"
        traced()
        answer = await send()
        assert traced() < LIMIT + 2_000_000
    assert isinstance(answer.unread, ResponseTooLarge)
    assert (answer.status, answer.content, answer.unread.limit) == (200, b"", LIMIT)
    assert 0 < answer.unread.received <= len(BOMB)


@pytest.mark.anyio
@pytest.mark.both_loops
@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("body", [EXPLODING, ENDLESS], ids=["bomb", "endless"])
async def test_a_body_that_was_left_costs_no_connection(carrier: str, body: Body) -> None:
    """The one with the rest of the body in it is closed, and the next call goes out on another.

    On HTTP/2 the rest comes all the same, and would leave no room for what others are sent.
    """
    async with carried(carrier, body, body, body, SMALL) as (send, server):
        for _ in range(3):
            assert isinstance((await send()).unread, ResponseTooLarge)
        for _ in range(10):
            assert (await send()).content == b"[]"
        assert server.connections <= 4
        with anyio.fail_after(30):
            while server.open > 1:
                await anyio.sleep(0.001)


@pytest.mark.anyio
@pytest.mark.both_loops
@pytest.mark.parametrize("carrier", CARRIERS)
async def test_the_timeout_ends_an_endless_body(carrier: str) -> None:
    """Each piece comes in time, and together they stay below the limit of size."""
    async with carried(carrier, SMALL, TRICKLING, SMALL) as (send, server):
        await send()  # so that the connection is there, and the call reaches the server in time
        with anyio.fail_after(30), pytest.raises(CallTimeout) as caught:
            await send(timeout=0.5)
        assert caught.value.reached
        assert (await send()).content == b"[]"
        with anyio.fail_after(30):
            while server.open > 1:
                await anyio.sleep(0.001)


@pytest.mark.anyio
@pytest.mark.both_loops
async def test_a_length_beyond_the_limit_is_refused_before_the_body_comes() -> None:
    """And the connection is closed."""

    async def announce(exchange: Exchange) -> None:
        await exchange.answer(b"HTTP/1.1 200 OK\r\nContent-Length: 1000001\r\n\r\n")
        await hang(exchange)

    async with carried("pool", SMALL) as (send, server):
        server.handle = announce
        with anyio.fail_after(30):
            assert isinstance((await send()).unread, ResponseTooLarge)
            while server.open:
                await anyio.sleep(0.001)


@pytest.mark.anyio
@pytest.mark.both_loops
async def test_a_head_request_reads_no_body() -> None:
    """Its length is that of another answer, and the connection serves the next call."""

    async def announce(exchange: Exchange) -> None:
        await exchange.answer(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1000001\r\n\r\n")

    async with carried("pool", SMALL) as (send, server):
        server.handle = announce
        for _ in range(2):
            assert (await send("HEAD")).unread is None
        assert server.connections == 1


@pytest.mark.anyio
async def test_what_a_users_transport_has_read_is_measured_too() -> None:
    """It is in memory already, and yet no body is longer than the limit."""
    for size in (10, 11):
        mock = httpx.MockTransport(lambda _, size=size: httpx.Response(200, content=bytes(size)))
        transport = HttpTransport(ConnectionSettings(transport=mock, max_response_bytes=10))
        answer = await transport.send(HttpRequest("GET", "https://api.example.com/"))
        await transport.aclose()
        assert (len(answer.content), answer.unread is None) == ((10, True) if size == 10 else (0, False))


@pytest.mark.anyio
@pytest.mark.parametrize(
    "body", [Pieces(b"[", b"]"), Pieces(bytes(20), bytes(20), endless=True)], ids=["whole", "left"]
)
async def test_the_stream_of_a_users_transport_is_closed(body: Pieces) -> None:
    """Whether it was read to its end or left."""
    mock = httpx.MockTransport(lambda _: httpx.Response(200, stream=body))
    transport = HttpTransport(ConnectionSettings(transport=mock, max_response_bytes=30))
    await transport.send(HttpRequest("GET", "https://api.example.com/"))
    assert body.ended
    assert body.closed
    await transport.aclose()


async def failure(plutio: Plutio, call: Callable[[Plutio], Awaitable[object]]) -> PlutioError:
    """What a call raises."""
    async with plutio:
        with pytest.raises(PlutioError) as caught:
            await call(plutio)
    return caught.value


@pytest.mark.anyio
async def test_a_read_with_too_long_an_answer_is_not_made_again() -> None:
    """It would get the same answer. The error has the remedy."""
    sandbox = Sandbox()
    sandbox.fail(Fault.bomb(5_000_001, path="/tasks"))
    error = await failure(Plutio.sandbox(sandbox, max_response_bytes=5_000_000), lambda plutio: plutio.tasks.list())
    assert isinstance(error, ResponseTooLarge)
    assert str(error) == (
        "GET /tasks (tasks_list): the answer is larger than max_response_bytes (5,000,000): raise it, or ask for fewer "
        "records or fields [status 200, after 1 attempt]"
    )
    assert (error.limit, error.status, error.body) == (5_000_000, 200, None)
    sandbox.assert_called("GET", "/tasks", times=1)


@pytest.mark.anyio
async def test_the_sandbox_does_not_unpack_its_own_bomb(traced: Callable[[], int]) -> None:
    """Only the client unpacks it, although both are in one process."""
    sandbox = Sandbox()
    sandbox.fail(Fault.bomb(HUGE, path="/tasks"))
    async with Plutio.sandbox(sandbox, max_response_bytes=LIMIT) as plutio:
        for _ in range(2):
            traced()
            with pytest.raises(ResponseTooLarge):
                await plutio.tasks.list()
    assert traced() < 3 * LIMIT


@pytest.mark.anyio
async def test_an_answer_just_within_the_limit_is_read() -> None:
    """To the byte."""
    sandbox = Sandbox()
    sandbox.fail(Fault.bomb(5_000_000, path="/tasks"))
    async with Plutio.sandbox(sandbox, max_response_bytes=5_000_000) as plutio:
        assert await plutio.tasks.list() == []


@pytest.mark.anyio
async def test_the_limit_is_64_mib_by_default() -> None:
    """Which is far more than any page has."""
    sandbox = Sandbox()
    sandbox.plan([Fault.bomb(1 << 26, path="/tasks", nth=1), Fault.bomb((1 << 26) + 1, path="/tasks", nth=2)])
    async with Plutio.sandbox(sandbox) as plutio:
        assert await plutio.tasks.list() == []
        with pytest.raises(ResponseTooLarge, match="67,108,864"):
            await plutio.tasks.list()


@pytest.mark.anyio
async def test_a_create_with_too_long_an_answer_may_have_happened() -> None:
    """As with any answer that cannot be read, and it is not made again; an update is safe, and is not made again."""
    sandbox = Sandbox()
    (made,) = sandbox.seed(tasks=[{"title": "Old"}])["tasks"]
    sandbox.fail(Fault.bomb(2_000_000, path="/tasks"))
    settings: dict[str, Any] = {"max_response_bytes": LIMIT}
    error = await failure(Plutio.sandbox(sandbox, **settings), lambda plutio: plutio.tasks.create(title="Brief"))
    assert isinstance(error, OutcomeUnknown)
    assert isinstance(error.__cause__, ResponseTooLarge)
    sandbox.assert_called("POST", "/tasks", times=1)
    assert [task["title"] for task in sandbox.records("tasks")] == ["Old", "Brief"]
    error = await failure(
        Plutio.sandbox(sandbox, **settings), lambda plutio: plutio.tasks.update(made["_id"], title="New")
    )
    assert isinstance(error, ResponseTooLarge)
    sandbox.assert_called("PUT", "/tasks", times=1)


@pytest.mark.anyio
async def test_a_token_call_with_too_long_an_answer() -> None:
    """Is an error of the token call, and not made again by each caller."""
    sandbox = Sandbox()
    sandbox.fail(Fault.bomb(2_000_000, path="/oauth/token"))
    error = await failure(Plutio.sandbox(sandbox, max_response_bytes=LIMIT), lambda plutio: plutio.tasks.list())
    assert isinstance(error, ResponseTooLarge)
    assert "no access token: the answer is larger than" in str(error)
    sandbox.assert_called("POST", "/oauth/token", times=1)


UNREADABLE = {
    "bomb": ("gzip", BOMB, "is larger than max_response_bytes"),
    "broken": ("gzip", b"{}", "cannot be unpacked"),
    "unknown": ("br", b"{}", "is packed with br"),
}


@pytest.mark.anyio
@pytest.mark.parametrize("body", UNREADABLE)
@pytest.mark.parametrize(
    ("status", "kind"), [(400, BadRequestError), (404, NotFoundError), (429, RateLimitError), (500, ServerError)]
)
async def test_an_error_status_is_raised_whatever_its_body(body: str, status: int, kind: type[StatusError]) -> None:
    """The body is left out, and the headers count."""
    coding, content, reason = UNREADABLE[body]
    headers = {"content-encoding": coding, "retry-after": "7", "x-request-id": "r1"}
    api = Streaming(lambda: httpx.Response(status, stream=Pieces(content), headers=headers))
    settings: dict[str, Any] = {"retries": 1, "max_response_bytes": LIMIT}
    error = await failure(api.client(**settings), lambda plutio: plutio.tasks.create(title="Brief"))
    assert type(error) is kind
    assert isinstance(error, StatusError)
    assert (error.status, error.body, error.retry_after, error.request_id) == (status, None, 7.0, "r1")
    assert f"the API gives no reason; its body is left out (the answer {reason}" in str(error)
    assert f"[status {status}, after 1 attempt]" in str(error)


class Streaming(Api):
    """The same answer to all but token calls, made anew for each, with its body as a stream."""

    def __init__(self, make: Callable[[], httpx.Response]) -> None:
        super().__init__()
        self.make = make

    async def _handle(self, request: httpx.Request) -> httpx.Response:
        is_token = request.url.path.endswith("/oauth/token")
        (self.token_requests if is_token else self.requests).append(request)
        return httpx.Response(200, json=TOKEN) if is_token else self.make()


@pytest.mark.anyio
async def test_a_401_with_a_body_that_cannot_be_read_renews_the_token() -> None:
    """It is a 401 all the same."""
    sandbox = Sandbox()
    sandbox.plan([Fault.token_revoked(nth=1), Fault.bomb(2_000_000, nth=1)])
    async with Plutio.sandbox(sandbox, max_response_bytes=LIMIT) as plutio:
        assert await plutio.tasks.list() == []
    sandbox.assert_called("POST", "/oauth/token", times=2)


@pytest.mark.anyio
@pytest.mark.parametrize("text", [b"[" * 200_000, b'{"a":' * 200_000, b"[" * 200_000 + b"]" * 200_000])
async def test_deep_nesting_is_an_unreadable_answer(text: bytes) -> None:
    """Packed too, and also with the status of an error."""

    def deep(status: int) -> httpx.Response:
        return httpx.Response(status, stream=Pieces(gzip.compress(text)), headers={"content-encoding": "gzip"})

    for status, kind in ((200, UnreadableAnswer), (500, ServerError)):
        api = Streaming(partial(deep, status))
        error = await failure(api.client(retries=1), lambda plutio: plutio.tasks.list())
        assert type(error) is kind
