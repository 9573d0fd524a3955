"""Nothing that hangs on an error has the client secret or the token: causes, contexts, frames, attributes, notes."""

from __future__ import annotations

import asyncio
import base64
import json
import pickle
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

import anyio
import httpx
import pytest
import trustme

from plutio_async import (
    Budget,
    ClientStateError,
    ConfigurationError,
    ConnectionFailed,
    Plutio,
    PlutioError,
    Retries,
    StatusError,
    UnreadableAnswer,
)
from plutio_async._auth.credentials import Token
from plutio_async._core.secret import make_safe
from plutio_async.testing.clock import FakeClock

from .exception_graph import leaks, spellings
from .local_server import Exchange, Handler, hang, serving

pytestmark = pytest.mark.integration

SECRET = 'cl1ent/s+cret"of & ours'
TOKEN = "t0ken/of+all.the=calls~"
QUICK = Retries(attempts=2, base=0.0)

Answer = Callable[[httpx.Request], httpx.Response]


def echo(request: httpx.Request) -> str:
    """All that a request has of a secret, in every spelling."""
    echoed = f"{request.headers.get('authorization', '')} {request.content.decode()}"
    secret = SECRET if "oauth" in request.url.path else TOKEN
    return " ".join([echoed, *sorted(spellings(secret))])


def saying(status: int, form: str = "json", **headers: str) -> Answer:
    """An answer that repeats the secrets of its request."""

    def answer(request: httpx.Request) -> httpx.Response:
        echoed = echo(request)
        contents = {
            "json": json.dumps({"message": echoed, "errors": [{echoed: [echoed]}]}),
            "torn": json.dumps({"message": echoed})[:-1],
            "text": echoed,
            "page": f"<html>{echoed}</html>",
            "string": json.dumps(echoed),
            "list": json.dumps([echoed, {echoed: echoed}]),
            "records": json.dumps([{"_id": "other", "title": echoed, echoed: [{echoed: echoed}]}]),
            "keys": json.dumps({echoed: echoed, "client": {"businesses": [echoed, "b"]}}),
        }
        given = {name.replace("_", "-"): value.format(echoed.split()[1]) for name, value in headers.items()}
        return httpx.Response(status, content=contents[form].encode(), headers=given)

    return answer


def failing(kind: type[httpx.TransportError]) -> Answer:
    """A failure whose text repeats the request."""

    def answer(request: httpx.Request) -> httpx.Response:
        raise kind(f"illegal: {echo(request)}", request=request) from OSError(5, "gone")

    return answer


def token(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"accessToken": TOKEN, "expires_in": 86_400, "client": {"businesses": ["example"]}})


def client(answer: Answer, token: Answer = token, **settings: Any) -> Plutio:
    def handle(request: httpx.Request) -> httpx.Response:
        return (token if request.url.path.endswith("/oauth/token") else answer)(request)

    settings = {"business": "example", "clock": FakeClock(), "retries": QUICK, **settings}
    return Plutio("id", SECRET, transport=httpx.MockTransport(handle), **settings)


async def read(plutio: Plutio) -> Any:
    return await plutio.tasks.list()


async def get(plutio: Plutio) -> Any:
    return await plutio.tasks.get("Hc4RtZ8mWq2NxKb7V")


async def create(plutio: Plutio) -> Any:
    return await plutio.tasks.create(title="Brief")


async def iterate(plutio: Plutio) -> Any:
    return [task async for task in plutio.tasks.iterate()]


async def bulk(plutio: Plutio) -> Any:
    return await plutio.tasks.bulk_update(["a", "b"], status="completed")


async def several(plutio: Plutio) -> Any:
    async with anyio.create_task_group() as group:
        group.start_soon(read, plutio)
        group.start_soon(create, plutio)


CALLS = [read, get, create, iterate, bulk, several]
FAULTS: list[Answer] = [
    *(saying(status, form) for status in (302, 400, 401, 403, 404, 408, 500, 503) for form in ("json", "torn", "page")),
    *(saying(200, form) for form in ("torn", "text", "string", "list", "records", "keys")),
    saying(429, retry_after="3600"),
    saying(302, location="https://example.com/{}"),
    saying(500, x_request_id="{}"),
    *map(failing, [httpx.ConnectError, httpx.ReadError, httpx.RemoteProtocolError, httpx.LocalProtocolError]),
    *map(failing, [httpx.ReadTimeout, httpx.ConnectTimeout, httpx.DecodingError, httpx.ProxyError]),
]  # fmt: skip


async def raised(call: Callable[[Plutio], Any], plutio: Plutio) -> BaseException | None:
    try:
        async with plutio:
            await call(plutio)
    except BaseException as error:
        if not isinstance(error, Exception):
            raise
        return error
    return None


@pytest.mark.anyio
@pytest.mark.parametrize(
    "call", [create, several, *(pytest.param(call, marks=pytest.mark.system) for call in (read, get, iterate, bulk))]
)
async def test_a_call_that_fails(call: Any) -> None:
    """Whatever the server says, and however the connection breaks."""
    failures = 0
    for fault in FAULTS:
        plutio = client(fault)
        async with plutio._sender.shared.clock.autojump():  # type: ignore[attr-defined]
            error = await raised(call, plutio)
        if error is not None:
            failures += 1
            assert leaks(error, SECRET, TOKEN) == []
            assert not any(spelling in str(pickle.dumps(error)) for spelling in spellings(TOKEN))
    assert failures > 20


@pytest.mark.anyio
@pytest.mark.parametrize("call", [read, create, several])
async def test_a_token_call_that_fails(call: Any) -> None:
    """Its request has the secret itself."""
    for fault in FAULTS:
        plutio = client(token, fault)
        async with plutio._sender.shared.clock.autojump():  # type: ignore[attr-defined]
            error = await raised(call, plutio)
        assert error is not None
        assert leaks(error, SECRET, TOKEN) == []


@pytest.mark.anyio
async def test_a_token_that_a_header_cannot_hold() -> None:
    """And answers that have it under another name, or with several workspaces."""
    for given in (
        {"accessToken": f"{TOKEN}\n"},
        {"token": TOKEN},
        {"data": {"accessToken": TOKEN}},
        [TOKEN],
        TOKEN,
        {"accessToken": TOKEN, "client": {"businesses": ["one", "two"]}},
        {"accessToken": TOKEN, "client": {"businesses": ["a\nb"]}},
    ):
        plutio = client(token, lambda _, given=given: httpx.Response(200, json=given), business=None)  # type: ignore[misc]
        async with plutio._sender.shared.clock.autojump():  # type: ignore[attr-defined]
            error = await raised(read, plutio)
        assert isinstance(error, UnreadableAnswer | ConfigurationError)
        assert leaks(error, SECRET, TOKEN) == []


def raw(content: str, status: str = "200 OK", headers: str = "") -> bytes:
    body = content.encode()
    return f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body


def heard(exchange: Exchange) -> str:
    """The request's head and body, in one line."""
    return (exchange.head + exchange.body).decode().replace("\r\n", " ")


async def torn(exchange: Exchange) -> None:
    await exchange.answer(raw(json.dumps({"message": heard(exchange)})[:-1]))


async def refuses(exchange: Exchange) -> None:
    await exchange.answer(raw(json.dumps({"message": heard(exchange)}), "400 Bad Request"))


async def sends_away(exchange: Exchange) -> None:
    await exchange.answer(raw("", "302 Found", f"Location: /{heard(exchange)}\r\nX-Request-Id: {heard(exchange)}\r\n"))


async def babbles(exchange: Exchange) -> None:
    await exchange.answer(f"{heard(exchange)}\r\n\r\n".encode())
    await exchange.stream.aclose()


async def bad_header(exchange: Exchange) -> None:
    await exchange.answer(f"HTTP/1.1 200 OK\r\n{heard(exchange)}\x00\r\n\r\n".encode())
    await exchange.stream.aclose()


async def bad_length(exchange: Exchange) -> None:
    await exchange.answer(f"HTTP/1.1 200 OK\r\nContent-Length: {heard(exchange)}\r\n\r\n".encode())
    await exchange.stream.aclose()


async def not_packed(exchange: Exchange) -> None:
    await exchange.answer(raw(heard(exchange), headers="Content-Encoding: gzip\r\n"))


async def breaks_off(exchange: Exchange) -> None:
    await exchange.answer(raw(heard(exchange) * 2)[:-5])
    await exchange.stream.aclose()


async def hangs_up(exchange: Exchange) -> None:
    await exchange.stream.aclose()


HANDLERS = [torn, refuses, sends_away, babbles, bad_header, bad_length, not_packed, breaks_off, hangs_up]


@asynccontextmanager
async def over_sockets(handle: Handler, *, of: str = "call", **settings: Any) -> AsyncIterator[Plutio]:
    """A client of a server that answers a call, or the token call, with ``handle``."""

    async def handled(exchange: Exchange) -> None:
        if (exchange.target == "/oauth/token") == (of == "token"):
            await handle(exchange)
        else:
            await exchange.answer(raw(json.dumps({"accessToken": TOKEN, "expires_in": 86_400})))

    async with serving(handled, settings.pop("context", None)) as server:
        settings = {"business": "example", "retries": 1, "base_url": server.url(""), **settings}
        async with Plutio("id", SECRET, **settings) as plutio:
            yield plutio


@pytest.mark.both_loops
@pytest.mark.anyio
@pytest.mark.parametrize("of", ["call", "token"])
@pytest.mark.parametrize("handle", HANDLERS)
async def test_on_real_sockets(handle: Handler, of: str) -> None:
    """With the frames and the messages of httpx, httpcore, h11 and the event loop."""
    for call in (read, create, several):
        async with over_sockets(handle, of=of) as plutio:
            with pytest.raises((PlutioError, ExceptionGroup)) as caught:
                await call(plutio)
            assert leaks(caught.value, SECRET, TOKEN) == []


@pytest.mark.both_loops
@pytest.mark.anyio
@pytest.mark.parametrize("of", ["call", "token"])
async def test_an_answer_that_does_not_come(of: str) -> None:
    """After a timeout of the client or of the caller."""
    async with over_sockets(hang, of=of, timeout=0.05) as plutio:
        with pytest.raises(PlutioError) as caught:
            await create(plutio)
        assert leaks(caught.value, SECRET, TOKEN) == []
    async with over_sockets(hang, of=of) as plutio:
        with pytest.raises(TimeoutError) as late, anyio.fail_after(0.05):
            await create(plutio)
        assert leaks(late.value, SECRET, TOKEN) == []


@pytest.mark.parametrize("of", ["call", "token"])
def test_a_time_limit_of_asyncio(of: str) -> None:
    """Its ``TimeoutError`` has the cancellation as its cause, with all frames."""

    async def main() -> BaseException:
        async with over_sockets(hang, of=of) as plutio:
            with pytest.raises(TimeoutError) as caught:
                async with asyncio.timeout(0.05):
                    await create(plutio)
            assert isinstance(caught.value.__cause__ or caught.value.__context__, asyncio.CancelledError)
            return caught.value

    assert leaks(anyio.run(main), SECRET, TOKEN) == []


@pytest.mark.both_loops
@pytest.mark.anyio
async def test_a_caller_that_is_cancelled_while_its_token_is_stored() -> None:
    """Stores handle the token as text."""
    source = "async def save(self, account, token):\n    value = token.value\n    await sleep()"
    scope: dict[str, Any] = {"sleep": anyio.sleep_forever}
    exec(compile(source, "elsewhere.py", "exec"), scope)

    async def load(self: object, account: str) -> None:
        return None

    store = type("Store", (), {"save": scope["save"], "load": load})()
    async with client(token, token_store=store, clock=None) as plutio:
        with pytest.raises(TimeoutError) as caught, anyio.fail_after(0.05):
            await create(plutio)
    assert leaks(caught.value, SECRET, TOKEN) == []


@pytest.mark.anyio
@pytest.mark.parametrize("depth", [100, 300, 480, 700, 950, 5_000, 100_000])
async def test_an_answer_that_is_nested_deeply(depth: int) -> None:
    """The search for secrets may exceed the limit of recursion."""
    for status, call in ((400, read), (200, get), (200, create)):
        content = b'["' + TOKEN.encode() + b'",' + b"[" * depth + b"]" * depth + b"]"
        plutio = client(lambda _, status=status, content=content: httpx.Response(status, content=content))  # type: ignore[misc]
        async with plutio._sender.shared.clock.autojump():  # type: ignore[attr-defined]
            error = await raised(call, plutio)
        assert isinstance(error, PlutioError)
        assert TOKEN not in f"{error} {error.args}"
        assert TOKEN not in str(getattr(error, "body", None))[:50]


@pytest.mark.both_loops
@pytest.mark.anyio
async def test_a_server_whose_certificate_is_not_trusted() -> None:
    """And one that is not there, directly and over a proxy."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    async with over_sockets(hang, context=context) as plutio:
        with pytest.raises(ConnectionFailed) as caught:
            await create(plutio)
        assert leaks(caught.value, SECRET, TOKEN) == []
    for settings in ({}, {"proxy": f"http://user:{SECRET.split('/', maxsplit=1)[0]}@127.0.0.1:9"}):
        async with Plutio("id", SECRET, base_url="https://127.0.0.1:9", retries=1, **settings) as plutio:
            with pytest.raises(ConnectionFailed) as caught:
                await create(plutio)
            assert leaks(caught.value, SECRET) == []


@pytest.mark.anyio
async def test_a_budget_that_is_used_up() -> None:
    """Before the token call, before the call itself, and when the token has to be renewed."""
    for answer, limit in ((token, 1), (token, 2), (saying(401), 2), (saying(401), 3)):
        clock = FakeClock()
        async with (
            clock.autojump(),
            client(answer, clock=clock, budget=Budget(limit, clock=clock), max_wait=0) as plutio,
        ):
            with pytest.raises(PlutioError) as caught:
                for _ in range(3):
                    await plutio.request("POST", "/x")
            assert leaks(caught.value, SECRET, TOKEN) == []


@pytest.mark.anyio
async def test_a_client_that_is_closed() -> None:
    """While a call waits, and after that."""
    clock = FakeClock()
    plutio = client(token, clock=clock, budget=Budget(2, clock=clock))
    await plutio.request("GET", "/x")
    errors: list[BaseException] = []

    async def call() -> None:
        with pytest.raises(ClientStateError) as caught:
            await plutio.request("GET", "/x")
        errors.append(caught.value)

    async with anyio.create_task_group() as group:
        group.start_soon(call)
        await anyio.wait_all_tasks_blocked()
        await plutio.aclose()
    await call()
    assert len(errors) == 2
    assert [leaks(error, SECRET, TOKEN) for error in errors] == [[], []]


@pytest.mark.anyio
@pytest.mark.parametrize(("method", "path"), [("GET", "/../x"), ("G T", "/x"), ("GET", "/x\n")])
async def test_a_call_that_cannot_be_made(method: str, path: str) -> None:
    """With a client that has a token."""
    async with client(token) as plutio:
        await plutio.request("GET", "/x")
        with pytest.raises(ConfigurationError) as caught:
            await plutio.request(method, path)
        assert leaks(caught.value, SECRET, TOKEN) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"timeout": 0},
        {"base_url": "http://example.com"},
        {"base_url": "nowhere"},
        {"business": "a b"},
        {"verify": False},
        {"budget": -1},
        {"retries": 0},
        {"max_connections": 0},
        {"max_wait": -1},
        {"transport": 5},
        {"allow_http": "no"},
    ],
)
def test_a_setting_that_cannot_work(wrong: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Given, or found in the environment, which has the secret too."""
    with pytest.raises(ConfigurationError) as caught:
        Plutio("id", SECRET, **wrong)
    assert leaks(caught.value, SECRET) == []
    monkeypatch.setenv("PLUTIO_CLIENT_ID", "id")
    monkeypatch.setenv("PLUTIO_CLIENT_SECRET", SECRET)
    with pytest.raises(ConfigurationError) as caught:
        Plutio.from_env(**wrong)
    assert leaks(caught.value, SECRET) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("CLIENT_ID", ""), ("BASE_URL", "http://example.com"), ("BASE_URL", "nowhere"), ("BUSINESS", "a b")],
)
def test_a_variable_that_cannot_work(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are not shown."""
    for each, given in {"CLIENT_ID": "id", "CLIENT_SECRET": SECRET, name: value}.items():
        monkeypatch.setenv(f"PLUTIO_{each}", given)
    with pytest.raises(ConfigurationError) as caught:
        Plutio.from_env()
    assert leaks(caught.value, SECRET) == []


def test_make_safe_removes_contexts() -> None:
    """Of the error, and of what caused it."""
    error, cause = UnreadableAnswer("no JSON"), ConnectionFailed("lost")
    error.__cause__ = cause
    error.__context__ = cause.__context__ = json.JSONDecodeError("bad", SECRET, 0)
    assert leaks(error, SECRET)
    make_safe(error, [SECRET])
    assert leaks(error, SECRET) == []
    assert error.__cause__ is cause


@pytest.mark.anyio
async def test_the_context_of_the_caller_stays() -> None:
    """It is the error that the caller was handling when it made the call."""
    async with client(saying(400)) as plutio:
        try:
            raise KeyError("mine")
        except KeyError as mine:
            with pytest.raises(StatusError) as caught:
                await create(plutio)
            assert caught.value.__context__ is mine


@pytest.mark.anyio
async def test_a_mistake_in_a_transport_is_shown_as_it_is() -> None:
    """Its traceback leads to the line."""

    def handle(request: httpx.Request) -> httpx.Response:
        raise TypeError("a mistake")

    async with client(handle) as plutio:
        with pytest.raises(TypeError) as caught:
            await create(plutio)
    assert caught.traceback[-1].name == "handle"


def test_the_walk_finds_what_is_there() -> None:
    """In every corner: otherwise the tests above would show nothing."""

    class Mismatch(Exception):
        def __init__(self) -> None:
            super().__init__("odd")
            self.box = {"a": [Token(SECRET, 0.0)]}

    def raises(kind: type[BaseException], hidden: Any) -> BaseException:
        made = compile("def f(hidden, kind): raise kind('x')", "elsewhere.py", "exec")
        scope: dict[str, Any] = {}
        exec(made, scope)
        try:
            scope["f"](hidden, kind)
        except BaseException as error:
            return error
        raise AssertionError

    plain = httpx.Request("POST", "https://example.com", headers={"Authorization": SECRET}, content=SECRET)
    for hidden in (
        SECRET,
        SECRET.encode(),
        [{"a": SECRET}],
        {SECRET: 1},
        plain,
        quote(SECRET, safe=""),
        base64.b64encode(SECRET.encode()),
        ValueError(SECRET),
    ):
        assert leaks(raises(ValueError, hidden), SECRET)
    assert leaks(ValueError(SECRET), SECRET)
    assert leaks(ExceptionGroup("x", [ValueError(SECRET)]), SECRET)
    cause, context, noted = ValueError("x"), ValueError("x"), ValueError("x")
    cause.__cause__ = context.__context__ = json.JSONDecodeError("x", SECRET, 0)
    noted.add_note(SECRET)
    assert all(leaks(error, SECRET) for error in (cause, context, noted))
    assert leaks(raises(ValueError, Token(SECRET, 0.0)), SECRET) == []
    assert leaks(raises(ValueError, 5), SECRET) == []
    assert leaks(Mismatch(), SECRET) == []
