"""One attempt of a call: what goes out, what comes back, and how far a failed one got."""

from __future__ import annotations

import contextlib
import gzip
import pickle
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import anyio
import anyio.abc
import anyio.to_thread
import h2.config
import h2.connection
import h2.events
import httpx
import pytest
import respx
import trustme
from anyio.abc import SocketAttribute
from anyio.streams.tls import TLSStream

from plutio_async import Plutio, sync
from plutio_async._http.httpx_route import HttpxRoute
from plutio_async._http.messages import HttpRequest, RequestState, Timeout
from plutio_async._http.routes import _shared_context, environment_proxy, ssl_context
from plutio_async._http.settings import ConnectionSettings
from plutio_async._http.transport import HttpTransport
from plutio_async.errors import (
    CallTimeout,
    ClientStateError,
    ConfigurationError,
    ConnectionFailed,
    InsecureConnectionWarning,
    PlutioError,
    UnreadableAnswer,
)

from .local_server import CLIENT_LEFT, OK, Exchange, LocalServer, exchanged, hang, serving

pytestmark = [pytest.mark.integration, pytest.mark.both_loops]

URL = "https://api.example.com/v1.11/tasks"
SECRET = b"Bearer very-secret"


@asynccontextmanager
async def opened(**settings: Any) -> AsyncIterator[HttpTransport]:
    """A transport for the time of the block."""
    transport = HttpTransport(ConnectionSettings(**settings))
    try:
        yield transport
    finally:
        await transport.aclose()


def request(url: str = URL, timeout: Timeout | float = 5.0, content: bytes | None = None) -> HttpRequest:
    """A request with a token in its headers."""
    return HttpRequest("POST" if content else "GET", url, [(b"Authorization", SECRET)], content, timeout)


def answering(response: httpx.Response | Exception) -> httpx.MockTransport:
    """A user's transport that always gives or raises the same."""

    def handle(_: httpx.Request) -> httpx.Response:
        if isinstance(response, Exception):
            raise response
        return response

    return httpx.MockTransport(handle)


async def failure(transport: HttpTransport, sent: HttpRequest) -> PlutioError:
    """What a request raises."""
    with pytest.raises(PlutioError) as caught:
        await exchanged(transport, sent)
    return caught.value


@pytest.mark.anyio
async def test_a_request_goes_out_as_it_is_and_the_answer_comes_back_whole() -> None:
    """Method, target, headers and body; status, headers in lower case, content."""

    async def created(exchange: Exchange) -> None:
        await exchange.answer(b"HTTP/1.1 201 Created\r\nX-One: 1\r\nX-ONE: 2\r\nContent-Length: 7\r\n\r\n[1,2,3]")

    async with serving(created) as server, opened() as transport:
        answer = await transport.send(request(server.url("/v1.11/tasks?limit=2"), content=b"{}"))
    assert (answer.status, answer.headers["x-one"], answer.content) == (201, "1, 2", b"[1,2,3]")
    seen = server.seen[0]
    assert seen.head.startswith(b"POST /v1.11/tasks?limit=2 HTTP/1.1\r\n")
    assert b"Authorization: Bearer very-secret\r\n" in seen.head
    assert seen.body == b"{}"


@pytest.mark.anyio
async def test_packed_answers_are_unpacked() -> None:
    """By their ``Content-Encoding``."""
    packed = gzip.compress(b'{"title":"x"}')

    async def answer(exchange: Exchange) -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n"
        await exchange.answer(head.encode() + packed)

    async with serving(answer) as server, opened() as transport:
        assert (await transport.send(request(server.url()))).content == b'{"title":"x"}'


@pytest.mark.anyio
async def test_an_answer_that_cannot_be_unpacked_is_no_lost_connection() -> None:
    """The call happened, and the connection serves the next."""

    async def answer(exchange: Exchange) -> None:
        await exchange.answer(OK.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n"))

    async with serving(answer) as server, opened() as transport:
        for _ in range(2):
            assert isinstance((await transport.send(request(server.url()))).unread, UnreadableAnswer)
        assert server.connections == 1


@pytest.mark.anyio
async def test_a_thousand_calls_use_one_connection() -> None:
    """One after another, none opens a second."""
    async with serving() as server, opened() as transport:
        for _ in range(1000):
            await transport.send(request(server.url()))
        assert server.connections == 1


@pytest.mark.anyio
async def test_cookies_are_not_kept_and_redirects_not_followed() -> None:
    """No call changes the next, and a token goes to no other address."""

    async def answer(exchange: Exchange) -> None:
        await exchange.answer(b"HTTP/1.1 302 Found\r\nLocation: /other\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n")

    async with serving(answer) as server, opened() as transport:
        for _ in range(2):
            assert (await transport.send(request(server.url()))).status == 302
        assert len(server.seen) == 2
        assert b"cookie" not in server.seen[1].head.lower()


def test_neither_repr_shows_a_secret() -> None:
    """Header values and bodies stay out of logs."""
    sent = HttpRequest("POST", URL, [(b"Authorization", SECRET)], b"client_secret=very-secret")
    assert "very-secret" not in repr(sent)
    assert URL in repr(sent)


@pytest.mark.anyio
async def test_no_answer_in_time() -> None:
    """``reached`` is true, since the request was sent."""
    async with serving() as server, opened() as transport:
        await transport.send(request(server.url()))
        server.handle = hang  # on a connection that is there, so that the request leaves in time
        error = await failure(transport, request(server.url(), timeout=0.5))
    assert isinstance(error, CallTimeout)
    assert error.reached is True
    assert "0.5 seconds" in str(error)


@pytest.mark.anyio
@pytest.mark.parametrize("own", [False, True])
async def test_the_timeout_bounds_the_whole_attempt(own: bool) -> None:
    """A server that sends a byte now and then does not hold a call for ever; nor does a user's transport."""

    async def trickle(exchange: Exchange) -> None:
        await exchange.answer(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while True:
            await exchange.answer(b" ")
            await anyio.sleep(0.01)

    settings = {"transport": httpx.AsyncHTTPTransport()} if own else {}
    async with serving() as server, opened(**settings) as transport:
        await transport.send(request(server.url()))
        server.handle = trickle
        with anyio.fail_after(30):
            error = await failure(transport, request(server.url(), timeout=0.5))
    assert isinstance(error, CallTimeout)
    assert error.reached is True


@pytest.mark.anyio
async def test_a_handshake_that_hangs_is_a_connection_that_never_came() -> None:
    """TCP and TLS have a time of their own, and the request surely never left."""
    async with serving(hang) as server, opened() as transport:
        server.scheme = "https"
        with anyio.fail_after(30):
            timeout = Timeout(60.0, connect=0.05)
            error = await failure(transport, request(server.url(), timeout=timeout, content=b"{}"))
    assert isinstance(error, CallTimeout)
    assert error.reached is False


@pytest.mark.anyio
async def test_the_wait_for_a_connection_does_not_count() -> None:
    """A call that waits for a connection longer than its timeout still gets its answer."""
    turn = anyio.Event()

    async def wait(exchange: Exchange) -> None:
        await turn.wait()
        await exchange.answer()

    async with serving(wait) as server, opened(max_connections=2) as transport:
        async with anyio.create_task_group() as tasks:
            for _ in range(2):
                tasks.start_soon(exchanged, transport, request(server.url(), timeout=60.0))
            while len(server.seen) < 2:
                await anyio.sleep(0.001)
            for _ in range(8):
                tasks.start_soon(exchanged, transport, request(server.url(), timeout=1.0))
            await anyio.sleep(1.1)
            turn.set()
        assert server.connections == 2
        assert len(server.seen) == 10


@pytest.mark.anyio
async def test_a_refused_connection_never_reached() -> None:
    """The cause is the system's own error, without a trace that leads to the token."""
    async with serving() as server:
        url = server.url()
    async with opened() as transport:
        error = await failure(transport, request(url, content=b"{}"))
    assert isinstance(error, ConnectionFailed)
    assert error.reached is False
    assert "no connection to localhost" in str(error)
    assert isinstance(error.__cause__, OSError)
    assert error.__cause__.__traceback__ is None


@pytest.mark.anyio
@pytest.mark.parametrize("settings", [{}, {"http2": True}, {"proxy": ...}])
async def test_the_reason_of_a_refused_connection_is_the_systems(settings: dict[str, Any]) -> None:
    """And not what the libraries make of it."""
    async with serving() as server:
        url = server.url()
    if "proxy" in settings:
        settings = {"proxy": url}
    async with opened(**settings) as transport:
        error = await failure(transport, request(url))
    assert str(error).startswith(f"no connection to {url[7:-1]}: [Errno ")


@pytest.mark.anyio
@pytest.mark.parametrize("mine", [KeyError("my own"), FileNotFoundError(2, "my own"), httpx.ReadError("my own")])
async def test_an_error_that_the_user_handles_is_not_the_reason(mine: Exception) -> None:
    """A call is often made while something else is being handled, which Python takes for the context."""
    async with opened(transport=answering(httpx.ReadError("gone"))) as transport:
        try:
            raise mine
        except (LookupError, OSError, httpx.ReadError):
            error = await failure(transport, request())
    assert str(error).endswith(": gone")
    assert error.__cause__ is None


@pytest.mark.anyio
async def test_no_internal_error_of_a_library_is_the_reason() -> None:
    """A connection that just ends has no reason."""

    async def reset(exchange: Exchange) -> None:
        await exchange.answer(OK[:20])
        exchange.stream.extra(SocketAttribute.raw_socket).setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )
        await exchange.stream.aclose()

    async with serving(reset) as server, opened() as transport:
        try:
            raise ValueError("my own")
        except ValueError:
            error = await failure(transport, request(server.url()))
    for insides in ("deque", "my own", "ResourceError", "EndOfStream"):
        assert insides not in str(error)


@pytest.mark.anyio
async def test_an_unknown_host_never_reached() -> None:
    """A name that leads nowhere."""
    async with opened() as transport:
        error = await failure(transport, request("http://nowhere.invalid/"))
    assert isinstance(error, ConnectionFailed)
    assert error.reached is False


@pytest.mark.anyio
@pytest.mark.parametrize("received", [b"", OK[:20], OK[:-1]])
async def test_a_server_that_hangs_up_may_have_acted(received: bytes) -> None:
    """Before, within and after the head of its answer."""

    async def hang_up(exchange: Exchange) -> None:
        if received:
            await exchange.answer(received)
        await exchange.stream.aclose()

    async with serving(hang_up) as server, opened() as transport:
        error = await failure(transport, request(server.url(), content=b"{}"))
    assert isinstance(error, ConnectionFailed)
    assert error.reached is True


@pytest.mark.anyio
async def test_what_is_no_http_may_have_acted() -> None:
    """A server that answers something else has seen the request."""

    async def babble(exchange: Exchange) -> None:
        await exchange.answer(b"SSH-2.0-OpenSSH\r\n\r\n")

    async with serving(babble) as server, opened() as transport:
        error = await failure(transport, request(server.url()))
    assert isinstance(error, ConnectionFailed)
    assert error.reached is True


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("name", "kind", "reached"),
    [
        ("ConnectError", ConnectionFailed, False),
        ("ConnectTimeout", CallTimeout, False),
        ("PoolTimeout", CallTimeout, False),
        ("ProxyError", ConnectionFailed, False),
        ("ReadTimeout", CallTimeout, True),
        ("WriteTimeout", CallTimeout, True),
        ("ReadError", ConnectionFailed, True),
        ("WriteError", ConnectionFailed, True),
        ("RemoteProtocolError", ConnectionFailed, True),
        ("LocalProtocolError", ConnectionFailed, True),
    ],
)
async def test_the_errors_of_a_users_transport_are_read_by_their_kind(
    name: str, kind: type[ConnectionFailed], reached: bool
) -> None:
    """When in doubt, the request counts as sent."""
    async with opened(transport=answering(getattr(httpx, name)("why"))) as transport:
        error = await failure(transport, request())
    assert type(error) is kind
    assert isinstance(error, ConnectionFailed)
    assert error.reached is reached


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("raised", "kind", "reached"),
    [
        (OSError("boom"), ConnectionFailed, True),
        (ConnectionResetError(), ConnectionFailed, True),
        (ssl.SSLError(1, "boom"), ConnectionFailed, True),
        (TimeoutError(), CallTimeout, True),
        (RuntimeError("boom"), ConnectionFailed, True),
        (ValueError("boom"), ConnectionFailed, True),
        (httpx.StreamClosed(), ConnectionFailed, True),
        (anyio.BrokenResourceError(), ConnectionFailed, True),
        (anyio.EndOfStream(), ConnectionFailed, True),
        (ConnectionRefusedError(111, "refused"), ConnectionFailed, False),
        (socket.gaierror(-2, "unknown"), ConnectionFailed, False),
        (ssl.SSLCertVerificationError(1, "untrusted"), ConnectionFailed, False),
    ],
    ids=lambda value: getattr(type(value), "__name__", None),
)
async def test_a_users_transport_may_fail_in_its_own_way(
    raised: Exception, kind: type[ConnectionFailed], reached: bool
) -> None:
    """Also with errors that are not httpx's. Ours has the kind of the error where its text is not enough."""
    async with opened(transport=answering(raised)) as transport:
        error = await failure(transport, request(content=b"{}"))
    assert type(error) is kind
    assert isinstance(error, ConnectionFailed)
    assert error.reached is reached
    assert error.__context__ is None
    if not isinstance(raised, TimeoutError):
        assert str(raised) in str(error) or type(raised).__name__ in str(error)


@pytest.mark.anyio
@pytest.mark.parametrize("raised", [TypeError("x"), KeyError("x"), NotImplementedError(), ClientStateError("x")])
async def test_a_mistake_in_a_users_transport_is_no_lost_connection(raised: Exception) -> None:
    """It is raised as it is, and so are our own errors."""
    async with opened(transport=answering(raised)) as transport:
        with pytest.raises(type(raised)) as caught:
            await transport.send(request())
    assert caught.value is raised


@pytest.mark.anyio
async def test_an_error_that_repeats_a_header_is_named_only() -> None:
    """As other libraries do that refuse one."""
    async with opened(transport=answering(ValueError("Invalid header value b'Bearer very-secret'"))) as transport:
        error = await failure(transport, request())
    assert "very-secret" not in str(error)
    assert "ValueError" in str(error)


@pytest.mark.anyio
@pytest.mark.parametrize(
    "url",
    [
        "api.example.com/tasks",
        "ftp://api.example.com/",
        "http://api.example.com:port/",
        "https://",
        *(["https://xn--"] if httpx.__name__ == "httpx" else []),  # httpx2 leaves this name to the resolver
    ],
)
async def test_a_url_that_cannot_be_called_is_a_wrong_setting(url: str) -> None:
    """It is no failed connection, which is tried again."""
    async with opened() as transport:
        assert isinstance(await failure(transport, request(url)), ConfigurationError)


@pytest.mark.anyio
@pytest.mark.parametrize("value", [b"Bearer very-secret\r\nX: y", b"Bearer very-secret\n", b"\x00very-secret"])
async def test_a_header_that_cannot_be_sent_is_not_shown(value: bytes) -> None:
    """h11's own message would show the token. The client checks what goes into headers before it sends a request."""
    async with serving() as server, opened() as transport:
        error = await failure(transport, HttpRequest("GET", server.url(), [(b"Authorization", value)]))
    assert isinstance(error, ConnectionFailed)
    assert "very-secret" not in str(error)
    assert not server.seen


@pytest.mark.anyio
async def test_no_error_leads_to_the_request() -> None:
    """Neither cause nor context is an error of httpx, which holds the headers; and each can be pickled."""
    async with serving(hang) as server, opened() as transport:
        for sent in (
            request(server.url(), 0.02),
            request("http://nowhere.invalid/"),
            request("http://api.example.com:port/"),
        ):
            error = await failure(transport, sent)
            assert error.__context__ is None or isinstance(error.__context__, OSError)
            assert error.__cause__ is None or type(error.__cause__).__module__.partition(".")[0] != "httpx"
            copied = pickle.loads(pickle.dumps(error))
            assert str(copied) == str(error)
            assert getattr(copied, "reached", None) == getattr(error, "reached", None)


@pytest.mark.anyio
async def test_use_after_close_is_a_clear_error() -> None:
    """Whether it was ever used or not; closing twice is fine."""
    async with serving() as server:
        for used in (True, False):
            transport = HttpTransport(ConnectionSettings())
            if used:
                await transport.send(request(server.url()))
            await transport.aclose()
            await transport.aclose()
            assert "closed" in str(await failure(transport, request(server.url())))


@pytest.mark.anyio
async def test_closing_ends_the_calls_that_run_and_those_that_wait() -> None:
    """The one that was sent has ``reached``, the one that waited for a connection never left."""
    ends: list[PlutioError] = []

    async def call(transport: HttpTransport, url: str) -> None:
        ends.append(await failure(transport, request(url, content=b"{}")))

    async with serving(hang) as server, opened(max_connections=1) as transport, anyio.create_task_group() as tasks:
        tasks.start_soon(call, transport, server.url())
        while not server.seen:
            await anyio.sleep(0.001)
        tasks.start_soon(call, transport, server.url())
        await anyio.wait_all_tasks_blocked()
        await transport.aclose()
    running, waiting = sorted(ends, key=lambda error: isinstance(error, ClientStateError))
    assert isinstance(running, ConnectionFailed)
    assert running.reached is True
    assert isinstance(waiting, ClientStateError)
    assert len(server.seen) == 1


@pytest.mark.anyio
async def test_a_call_that_gets_a_connection_while_the_client_closes_is_not_sent() -> None:
    """It would open a connection that is never closed."""
    ends: list[PlutioError] = []

    async def wait_for_a_turn(transport: HttpTransport, url: str) -> None:
        ends.append(await failure(transport, request(url)))

    queued = anyio.Event()

    async def answer(exchange: Exchange) -> None:
        await queued.wait()
        await exchange.answer()

    async with serving(answer) as server, opened(max_connections=1) as transport:

        async def call_and_close() -> None:
            await exchanged(transport, request(server.url()))
            await transport.aclose()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(call_and_close)
            while not server.seen:
                await anyio.sleep(0.001)
            tasks.start_soon(wait_for_a_turn, transport, server.url())
            await anyio.wait_all_tasks_blocked()
            queued.set()
        assert isinstance(ends[0], ClientStateError)
        assert transport._route is None
        assert len(server.seen) == 1


@pytest.mark.anyio
async def test_respx_intercepts_calls() -> None:
    """In its default mode, which patches httpcore."""
    async with opened() as transport:
        with respx.mock() as router:
            route = router.post(URL).mock(return_value=httpx.Response(201, json={"title": "x"}))
            for _ in range(2):
                answer = await transport.send(request(content=b'{"title":"x"}'))
                assert (answer.status, answer.content) == (201, b'{"title":"x"}')
    assert route.call_count == 2
    assert route.calls.last.request.content == b'{"title":"x"}'


@pytest.mark.anyio
async def test_a_mock_of_the_httpx_client_sees_no_call_and_its_test_fails() -> None:
    """Calls do not go through ``httpx.AsyncClient``. respx then reports that its route was not called."""
    async with serving() as server, opened() as transport:
        with pytest.raises(AssertionError, match="some routes were not called"):
            with respx.mock(using="httpx") as router:
                router.get(server.url()).mock(return_value=httpx.Response(201))
                assert (await transport.send(request(server.url()))).status == 200
        assert len(server.seen) == 1


@pytest.mark.anyio
@pytest.mark.parametrize(("raised", "reached"), [(httpx.ConnectError, False), (httpx.ReadTimeout, True)])
async def test_failures_from_respx_keep_their_kind(raised: type[Exception], reached: bool) -> None:
    """No socket is touched then, so the kind of the error counts."""
    async with opened() as transport:
        with respx.mock() as router:
            router.get(URL).mock(side_effect=raised)
            error = await failure(transport, request())
    assert isinstance(error, ConnectionFailed)
    assert error.reached is reached


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """A certificate authority that is not trusted by default."""
    return trustme.CA()


def server_context(authority: trustme.CA, *protocols: str) -> ssl.SSLContext:
    """The server's side of TLS for localhost."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    if protocols:
        context.set_alpn_protocols(list(protocols))
    return context


def client_context(authority: trustme.CA) -> ssl.SSLContext:
    """A context that trusts the authority."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.mark.anyio
async def test_an_ssl_context_of_the_users_own(authority: trustme.CA) -> None:
    """It decides which servers are trusted, and the connection is kept alive."""
    async with (
        serving(context=server_context(authority)) as server,
        opened(verify=client_context(authority)) as transport,
    ):
        for _ in range(3):
            assert (await transport.send(request(server.url()))).status == 200
        assert server.connections == 1


def blind(*, verify_mode: ssl.VerifyMode = ssl.CERT_NONE) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = verify_mode
    return context


@pytest.mark.parametrize(
    ("context", "says"),
    [(blind(), "accepts any certificate"), (blind(verify_mode=ssl.CERT_REQUIRED), "accepts a certificate of any host")],
)
def test_a_context_that_checks_nothing_warns_once(context: ssl.SSLContext, says: str) -> None:
    """Each context for itself, where the client is made, so that the warning can be found and filtered."""
    with pytest.warns(InsecureConnectionWarning, match=says) as caught:
        Plutio("id", "secret", verify=context)
    assert [warning.filename for warning in caught] == [__file__]
    Plutio("id", "secret", verify=context)
    with pytest.warns(InsecureConnectionWarning):
        Plutio("id", "secret", verify=blind())
    Plutio("id", "secret", verify=ssl.create_default_context())
    Plutio("id", "secret")


class OwnClient(Plutio):
    pass


@pytest.mark.parametrize(
    "make",
    [
        lambda: Plutio("id", "secret", verify=blind()),
        lambda: OwnClient("id", "secret", verify=blind()),
        lambda: Plutio.from_env(verify=blind()),
        lambda: sync.Plutio("id", "secret", verify=blind()),
        lambda: sync.Plutio.from_env(verify=blind()),
    ],
)
def test_that_warning_names_the_line_that_makes_the_client(
    make: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However it is made."""
    monkeypatch.setenv("PLUTIO_CLIENT_ID", "id")
    monkeypatch.setenv("PLUTIO_CLIENT_SECRET", "secret")
    with pytest.warns(InsecureConnectionWarning) as caught:
        make()
    assert [(warning.filename, warning.lineno) for warning in caught] == [(__file__, make.__code__.co_firstlineno)]


@pytest.mark.anyio
async def test_a_certificate_that_is_not_trusted_never_gets_the_token(authority: trustme.CA) -> None:
    """A context that checks nothing gives it to any server, and warns."""
    async with serving(context=server_context(authority)) as server:
        async with opened() as transport:
            error = await failure(transport, request(server.url()))
        assert isinstance(error, ConnectionFailed)
        assert error.reached is False
        assert isinstance(error.__cause__, ssl.SSLCertVerificationError)
        with pytest.warns(InsecureConnectionWarning, match="accepts any certificate"):
            careless = HttpTransport(ConnectionSettings(verify=blind()))
        assert (await careless.send(request(server.url()))).status == 200
        await careless.aclose()


@pytest.mark.anyio
@pytest.mark.parametrize("http2", [False, True])
async def test_a_broken_record_of_tls_may_follow_what_the_server_did(authority: trustme.CA, http2: bool) -> None:
    """Over our own pool and over httpx's."""

    async def garble(exchange: Exchange) -> None:
        assert isinstance(exchange.stream, TLSStream)
        await exchange.stream.transport_stream.send(b"\x17\x03\x03\x00\x20" + b"garbage!" * 4)

    async with (
        serving(garble, server_context(authority)) as server,
        opened(verify=client_context(authority), http2=http2) as transport,
    ):
        error = await failure(transport, request(server.url(), content=b"{}"))
    assert isinstance(error, ConnectionFailed)
    assert error.reached is True
    assert "the connection broke before the answer" in str(error)


@pytest.mark.anyio
async def test_a_server_that_wants_a_certificate_of_the_client(authority: trustme.CA) -> None:
    """With TLS 1.3 the refusal comes only after the request was sent."""
    context = server_context(authority)
    authority.configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    async with serving(context=context) as server:
        async with opened(verify=client_context(authority)) as transport:
            error = await failure(transport, request(server.url()))
    assert isinstance(error, ConnectionFailed)
    assert error.reached is True


def test_all_clients_share_one_ssl_context() -> None:
    """Loading the certificates takes longer than everything else."""
    first, second = (ConnectionSettings() for _ in range(2))
    assert ssl_context(first) is ssl_context(second)
    assert ssl_context(first) is not ssl_context(ConnectionSettings(http2=True))


@pytest.mark.anyio
async def test_a_given_proxy_is_used() -> None:
    """For plain HTTP it gets the whole URL."""
    async with serving() as proxy, opened(proxy=proxy.url()) as transport:
        assert (await transport.send(request("http://api.example.com/tasks"))).status == 200
        assert proxy.seen[0].target == "http://api.example.com/tasks"


@pytest.mark.anyio
async def test_a_proxy_that_refuses_never_let_the_request_through() -> None:
    """The tunnel did not come about."""

    async def refuse(exchange: Exchange) -> None:
        await exchange.answer(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    async with serving(refuse) as proxy, opened(proxy=proxy.url()) as transport:
        error = await failure(transport, request(content=b"{}"))
        assert proxy.seen[0].head.startswith(b"CONNECT api.example.com:443")
        assert SECRET not in proxy.seen[0].head
    assert isinstance(error, ConnectionFailed)
    assert error.reached is False


@pytest.mark.anyio
async def test_the_proxies_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are used, but not for the hosts of ``NO_PROXY``."""
    async with serving() as proxy, serving() as server:
        monkeypatch.setenv("http_proxy", proxy.url())
        monkeypatch.setenv("no_proxy", "localhost")
        async with opened() as transport:
            await transport.send(request("http://api.example.com/tasks"))
            await transport.send(request("http://api.example.com/people"))
        async with opened() as transport:
            await transport.send(request(server.url("/direct")))
        assert [seen.target for seen in proxy.seen] == ["http://api.example.com/tasks", "http://api.example.com/people"]
        assert [seen.target for seen in server.seen] == ["/direct"]
        assert proxy.connections == 1


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, None),
        ({"https_proxy": "http://proxy.example.com:3128"}, "http://proxy.example.com:3128"),
        ({"https_proxy": "proxy.example.com:3128"}, "http://proxy.example.com:3128"),
        ({"http_proxy": "http://proxy.example.com:3128"}, None),
        ({"all_proxy": "socks5://proxy.example.com:1080"}, "socks5://proxy.example.com:1080"),
        ({"https_proxy": "http://proxy.example.com", "no_proxy": "example.com"}, None),
        ({"https_proxy": "http://proxy.example.com", "no_proxy": "*"}, None),
    ],
)
def test_the_environment_is_read_as_python_reads_it(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str | None
) -> None:
    """Scheme first, then ``all_proxy``; ``no_proxy`` wins."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert environment_proxy("https://api.example.com/v1.11/tasks") == expected


@pytest.mark.anyio
async def test_cancelled_requests_never_exhaust_a_proxied_client() -> None:
    """httpx's own transport has no limit there, and is replaced after many abandoned requests."""
    async with serving(hang) as proxy, opened(proxy=proxy.url(), max_connections=5) as transport:
        for _ in range(20):
            async with anyio.create_task_group() as tasks:
                for _ in range(8):
                    tasks.start_soon(exchanged, transport, request("http://api.example.com/"))
                await anyio.sleep(0.002)
                tasks.cancel_scope.cancel()

        async def answer(exchange: Exchange) -> None:
            await exchange.answer()

        proxy.handle = answer
        with anyio.fail_after(30):
            async with anyio.create_task_group() as tasks:
                for _ in range(10):
                    tasks.start_soon(exchanged, transport, request("http://api.example.com/"))


class Counted(httpx.AsyncBaseTransport):
    """A transport that answers when a test lets it, and knows whether it was closed."""

    def __init__(self) -> None:
        self.answers = anyio.Event()
        self.closed = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await self.answers.wait()
        return httpx.Response(200)

    async def aclose(self) -> None:
        self.closed = True


@pytest.mark.anyio
async def test_a_transport_that_was_abandoned_often_is_replaced_and_closed() -> None:
    """When the last request on it is done, and not before."""
    made: list[Counted] = []

    def make() -> Counted:
        made.append(Counted())
        return made[-1]

    route = HttpxRoute(make(), make)

    async def send() -> int:
        state = RequestState(30)
        return (await route.send(HttpRequest("GET", URL), state)).status

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(send)
        await anyio.wait_all_tasks_blocked()
        for _ in range(50):
            with anyio.move_on_after(0):
                await send()
        assert (len(made), made[0].closed) == (2, False)
        made[0].answers.set()
    assert made[0].closed
    made[1].answers.set()
    assert await send() == 200
    await route.aclose()
    assert made[1].closed


async def speak_http2(stream: anyio.abc.ByteStream) -> None:
    """Answers every request of an HTTP/2 connection with an empty object."""
    connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
    connection.initiate_connection()
    async with stream:
        await stream.send(connection.data_to_send())
        async for data in stream:
            for event in connection.receive_data(data):
                if isinstance(event, h2.events.StreamEnded) and event.stream_id is not None:
                    connection.send_headers(event.stream_id, [(":status", "200")])
                    connection.send_data(event.stream_id, b"{}", end_stream=True)
            await stream.send(connection.data_to_send())


@pytest.mark.anyio
async def test_http2_is_spoken_where_the_server_does(authority: trustme.CA) -> None:
    """Many calls share one connection."""
    server: LocalServer
    async with serving(context=server_context(authority, "h2")) as server:
        opened_count = 0

        async def serve(stream: anyio.abc.ByteStream) -> None:
            nonlocal opened_count
            opened_count += 1
            with contextlib.suppress(*CLIENT_LEFT):
                await speak_http2(stream)

        server.serve = serve  # type: ignore[method-assign]
        async with opened(verify=client_context(authority), http2=True) as transport:
            answer = await transport.send(request(server.url(), content=b"{}"))
            assert (answer.content, answer.version) == (b"{}", "2")
            async with anyio.create_task_group() as tasks:
                for _ in range(5):
                    tasks.start_soon(exchanged, transport, request(server.url()))
        assert opened_count == 1


@pytest.mark.anyio
async def test_a_transport_of_the_users_own_is_used_and_closed() -> None:
    """Instead of the network."""
    own = Counted()
    own.answers.set()
    async with opened(transport=own) as transport:
        assert (await transport.send(request())).status == 200
    assert own.closed


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"max_connections": 0}, "max_connections"),
        ({"max_connections": 2.5}, "max_connections"),
        ({"max_connections": float("nan")}, "max_connections"),
        ({"max_connections": "5"}, "max_connections"),
        ({"max_response_bytes": 0}, "max_response_bytes=0 does not work; give a whole number, 1 or more"),
        ({"max_response_bytes": True}, "max_response_bytes"),
        ({"max_response_bytes": 1e6}, "max_response_bytes"),
        ({"max_response_bytes": None}, "max_response_bytes"),
        ({"verify": "ca.pem"}, "ssl.SSLContext, not str"),
        ({"verify": 0}, "ssl.SSLContext, not int"),
        ({"verify": False}, "verify=False .* pass an ssl.SSLContext"),
        ({"transport": httpx.AsyncClient()}, "async transport of httpx or httpx2, .*, not AsyncClient"),
        ({"transport": httpx.HTTPTransport()}, "async transport of httpx or httpx2, .*, not HTTPTransport"),
        ({"proxy": "proxy.example.com:3128"}, "no scheme"),
        ({"proxy": "jane:hush@proxy.example.com:3128"}, "no scheme"),
        ({"proxy": "http://jane:hush@proxy.example.com:nope"}, "host or port"),
        ({"proxy": "http://jane:hush@proxy.example.com:99999"}, "host or port"),
        ({"proxy": "http://jane:hush@[bad"}, "host or port"),
        ({"proxy": "http://jane:hush@xn--"}, "host or port"),
        ({"proxy": "http://jane:hush@"}, "no host"),
        ({"proxy": "http://jane:hush@ho st"}, "host or port"),
        ({"proxy": "socks4://jane:hush@proxy.example.com"}, "'socks4'"),
        ({"proxy": "ftp://proxy.example.com"}, "socks5"),
        ({"proxy": "http://proxy.example.com", "transport": answering(httpx.Response(200))}, "transport="),
    ],
)
def test_bad_settings_say_what_to_do(settings: dict[str, Any], message: str) -> None:
    """At once, not at the first call; and show no password."""
    with pytest.raises(ConfigurationError, match=message) as caught:
        ConnectionSettings(**settings)
    assert "hush" not in str(caught.value)
    assert "jane" not in str(caught.value)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("proxy", "message"),
    [
        ("socks4://jane:hush@proxy.example.com:1", "the environment's http proxy's scheme is 'socks4'"),
        ("http://jane:hush@proxy.example.com:nope", "the environment's http proxy's URL has an invalid host or port"),
        ("http://jane:hush@[bad", "the environment's http proxy's URL has an invalid host or port"),
        ("http://jane:hush@", "the environment's http proxy's URL names no host"),
    ],
)
async def test_a_bad_proxy_of_the_environment_is_named(
    monkeypatch: pytest.MonkeyPatch, proxy: str, message: str
) -> None:
    """So that it is not taken for the API's address."""
    monkeypatch.setenv("http_proxy", proxy)
    monkeypatch.delenv("no_proxy", raising=False)
    async with opened() as transport:
        for _ in range(2):
            error = await failure(transport, request("http://api.example.com/tasks"))
            assert isinstance(error, ConfigurationError)
            assert message in str(error)
            assert "hush" not in str(error)


@pytest.mark.anyio
async def test_certificates_that_cannot_be_loaded_are_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The request never left, so it surely did not happen."""
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/ca.pem")
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    _shared_context.cache_clear()
    async with serving() as server, opened() as transport:
        error = await failure(transport, request(server.url().replace("http:", "https:"), content=b"{}"))
    _shared_context.cache_clear()
    assert isinstance(error, ConfigurationError)
    assert "SSL_CERT_FILE" in str(error)


@pytest.mark.parametrize(
    ("settings", "package"), [({"http2": True}, "h2"), ({"proxy": "socks5://proxy.example.com"}, "socksio")]
)
def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, settings: dict[str, Any], package: str) -> None:
    """With the command that installs it."""
    ConnectionSettings(**settings)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ConfigurationError, match=f"{package}.*pip install"):
        ConnectionSettings(**settings)
