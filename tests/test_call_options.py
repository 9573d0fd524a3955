"""Headers and timeouts of calls."""

from __future__ import annotations

import pickle
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import anyio
import httpx
import pytest

from plutio_async import BadRequestError, CallTimeout, ConfigurationError, Plutio, Timeout, UnreadableAnswer
from plutio_async._http.messages import HttpRequest
from plutio_async._http.settings import ConnectionSettings
from plutio_async._http.transport import HttpTransport

from .api import Api, answer
from .local_server import Exchange, hang, serving

pytestmark = pytest.mark.anyio


async def test_headers_go_with_each_call_of_the_view() -> None:
    """With reads and writes, but neither with the token call nor with calls of the client itself."""
    api = Api(answer(200, []), answer(200, {"_id": "a"}), answer(200, []))
    async with api.client() as plutio:
        traced = plutio.with_options(headers={"X-Trace": "7f3a"}).for_business("other")
        await traced.tasks.list()
        await traced.with_options(timeout=5).tasks.create(title="Brief")
        await plutio.tasks.list()
    assert [request.headers.get("x-trace") for request in api.requests] == ["7f3a", "7f3a", None]
    assert api.requests[0].headers["authorization"] == "Bearer token-1"
    assert "x-trace" not in api.token_requests[0].headers


async def test_other_headers_replace_those_of_an_earlier_view() -> None:
    """``None`` takes them away."""
    api = Api(answer(200, []))
    async with api.client() as plutio:
        traced = plutio.with_options(headers={"X-Trace": "1", "X-Shop": "north"})
        for headers in ({"X-Trace": "2"}, {}, None):
            await traced.with_options(headers=headers).tasks.list()
    seen = [{name: request.headers.get(name) for name in ("x-trace", "x-shop")} for request in api.requests]
    assert seen == [{"x-trace": "2", "x-shop": None}, *[{"x-trace": None, "x-shop": None}] * 2]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Authorization", ""),
        ("BUSINESS", ": use for_business()"),
        ("user-agent", ": set app_name="),
        ("Host", ": set base_url="),
        ("Accept", ""),
        ("accept-encoding", ""),
        ("Content-Type", ""),
        ("Content-Length", ""),
        ("Transfer-Encoding", ""),
    ],
)
async def test_a_header_of_the_client_is_not_replaced(name: str, hint: str) -> None:
    """In no spelling. The error does not show the value."""
    with pytest.raises(ConfigurationError) as caught:
        Api().client().with_options(headers={name: "very-secret"})
    assert str(caught.value) == f"headers= cannot set {name}, which the client sets{hint}"


async def test_every_header_that_the_client_sends_is_its_own() -> None:
    """Whatever httpx adds."""
    api = Api(answer(200, {"_id": "a"}))
    async with api.client() as plutio:
        await plutio.tasks.create(title="Brief")
        for name in api.requests[0].headers:
            with pytest.raises(ConfigurationError, match="which the client sets"):
                plutio.with_options(headers={name: "x"})


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        ("X-Trace: 1", "headers= takes a mapping of names to values, not str"),
        ({"X Trace": "very-secret"}, "the name of a header is a word such as 'X-Trace', not 'X Trace'"),
        ({"X-Trace:": "very-secret"}, "the name of a header"),
        ({"": "very-secret"}, "the name of a header"),
        ({1: "very-secret"}, "the name of a header"),
        ({"X-Trace": "very-secret\r\nAuthorization: x"}, "the value of the header X-Trace"),
        ({"X-Trace": "very-secret\n"}, "the value of the header X-Trace"),
        ({"X-Trace": " very-secret"}, "the value of the header X-Trace"),
        ({"X-Trace": "very-secret ü"}, "the value of the header X-Trace"),
        ({"X-Trace": 7}, "the value of the header X-Trace"),
    ],
)
async def test_a_header_that_cannot_be_sent(headers: Any, message: str) -> None:
    """The error says which, and shows no value."""
    with pytest.raises(ConfigurationError) as caught:
        Api().client().with_options(headers=headers)
    assert str(caught.value).startswith(message)
    assert "very-secret" not in str(caught.value)


async def test_headers_may_be_secret() -> None:
    """No repr shows them."""
    plutio = Api().client().with_options(headers={"X-Gateway-Key": "very-secret"})
    assert "very-secret" not in f"{plutio!r} {plutio._sender.options!r}"


@pytest.mark.parametrize("key", ["very-secret", 'very/secret "key"'])
async def test_no_error_shows_a_header_that_the_answer_repeats(key: str) -> None:
    """In its text, its body and what pickle writes; however the answer writes it, and whatever the answer is."""
    echo = {"message": f"no gateway for {key}", "url": f"/?key={quote(key)}", "names": {key: 1}}
    api = Api(answer(400, echo), httpx.Response(200, text=f"no JSON, {key}"))
    async with api.client(retries=1) as plutio:
        view = plutio.with_options(headers={"X-Gateway-Key": key})
        for kind in (BadRequestError, UnreadableAnswer):
            with pytest.raises(kind) as caught:
                await view.tasks.list()
            shown = f"{caught.value} {vars(caught.value)} {pickle.dumps(caught.value)!r}"
            assert "…" in shown
            assert not re.search("very.{0,5}secret", shown)


async def test_reads_with_different_headers_are_not_shared() -> None:
    """Those with the same are."""
    api = Api(answer(200, []))
    async with api.client(coalesce=True) as plutio, anyio.create_task_group() as tasks:
        for trace in ("1", "1", "2"):
            tasks.start_soon(plutio.with_options(headers={"X-Trace": trace}).tasks.list)
    assert sorted(request.headers["x-trace"] for request in api.requests) == ["1", "2"]


async def test_the_phases_of_a_timeout_reach_the_transport() -> None:
    """The total bounds each phase."""
    api = Api(answer(200, []))
    async with api.client(timeout=Timeout(total=20, connect=2, read=50)) as plutio:
        await plutio.tasks.list()
        await plutio.with_options(timeout=5).tasks.list()
    limits = [request.extensions["timeout"] for request in [*api.token_requests, *api.requests]]
    phased = {"connect": 2, "read": 20, "write": 20, "pool": None}
    assert limits == [phased, phased, {"connect": 5, "read": 5, "write": 5, "pool": None}]


@pytest.mark.parametrize("own", [True, False], ids=["pool", "httpx"])
async def test_a_silent_server_ends_the_read_phase(own: bool) -> None:
    """Long before the total."""
    settings = ConnectionSettings(transport=None if own else httpx.AsyncHTTPTransport())
    transport = HttpTransport(settings)
    async with serving(hang) as server:
        with anyio.fail_after(60), pytest.raises(CallTimeout) as caught:
            await transport.send(HttpRequest("GET", server.url(), timeout=Timeout(total=3600, read=0.05)))
        await transport.aclose()
    assert str(caught.value) == f"localhost:{server.port} sent nothing for 0.05 seconds"
    assert caught.value.reached


async def test_a_server_that_sends_now_and_then_meets_the_read_phase() -> None:
    """The phase bounds each piece, the total the whole."""

    async def slowly(exchange: Exchange) -> None:
        if not exchange.before:
            return await exchange.answer()
        await exchange.answer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            await exchange.answer(b"1\r\nx\r\n")
            await anyio.sleep(0.01)

    transport = HttpTransport(ConnectionSettings())
    async with serving(slowly) as server:
        await transport.send(HttpRequest("GET", server.url()))  # connects, which a busy machine may take long for
        with anyio.fail_after(60), pytest.raises(CallTimeout, match=r"no answer from .* within 0.2 seconds"):
            await transport.send(HttpRequest("GET", server.url(), timeout=Timeout(total=0.2, read=30)))
        await transport.aclose()


@pytest.mark.parametrize("given", [0, -1, "30", None, True, httpx.Timeout(5)])
async def test_a_timeout_is_seconds_or_a_timeout(given: Any) -> None:
    """Of the client and of its views; the error names both."""
    for make in (lambda: Plutio("id", "secret", timeout=given), lambda: Api().client().with_options(timeout=given)):
        with pytest.raises(ConfigurationError, match=r"is no length of time; .* or a plutio_async.Timeout"):
            make()


@pytest.mark.parametrize("given", [{"total": 0}, {"connect": 0}, {"read": -1}, {"write": "5"}, {"total": None}])
async def test_a_phase_is_seconds(given: Any) -> None:
    """The error names it."""
    with pytest.raises(ConfigurationError, match=f"^{next(iter(given))}="):
        Timeout(**given)


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        ("Leo", "Leo"),
        ({"title": "Leo"}, '{"title":"Leo"}'),
        (["A", 1], '["A",1]'),
        (True, "true"),
        (2.5, "2.5"),
        (datetime(2026, 5, 1, tzinfo=UTC), "2026-05-01T00:00:00.000Z"),
    ],
)
async def test_a_parameter_of_any_call_is_its_json(value: Any, sent: str) -> None:
    """Texts and moments without quotes."""
    api = Api(answer(200, []))
    async with api.client() as plutio:
        await plutio.request("GET", "/tasks", params={"q": value})
    assert api.requests[0].url.params["q"] == sent
