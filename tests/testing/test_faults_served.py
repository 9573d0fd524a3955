"""Fault plans on a real port."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from plutio_async import OutcomeUnknown, Plutio
from plutio_async.testing import Fault, Sandbox
from plutio_async.testing._serve import serving

pytestmark = [pytest.mark.anyio, pytest.mark.integration]


class SkippingClock:
    """Advances by each sleep without waiting. For the server's thread, where a test cannot advance a clock."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> SkippingClock:
    return SkippingClock()


@pytest.fixture
def sandbox(clock: SkippingClock) -> Sandbox:
    return Sandbox(clock=clock)


@pytest.fixture
def url(sandbox: Sandbox) -> Iterator[str]:
    with serving(sandbox) as url:
        yield url


@pytest.fixture
async def web(sandbox: Sandbox, url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        form = {
            "grant_type": "client_credentials",
            "client_id": sandbox.client_id,
            "client_secret": sandbox.client_secret,
        }
        token = (await client.post("/oauth/token", data=form)).json()["accessToken"]
        client.headers.update({"authorization": f"Bearer {token}", "business": "example"})
        yield client


async def read_into(received: bytearray, answer: httpx.Response) -> None:
    async for piece in answer.aiter_raw():
        received += piece


def titles(sandbox: Sandbox) -> list[str]:
    return [task["title"] for task in sandbox.records("tasks")]


@pytest.mark.parametrize(("when", "left"), [("before", []), ("after", ["Brief"])])
async def test_reset_breaks_the_connection(
    sandbox: Sandbox, web: httpx.AsyncClient, when: str, left: list[str]
) -> None:
    """The client receives no byte, and the server acts or not, as planned. The next call works."""
    sandbox.fail(Fault.reset(when, method="POST", nth=1))
    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        await web.post("/tasks", json={"title": "Brief"})
    assert titles(sandbox) == left
    assert (await web.get("/tasks")).status_code == 200


async def test_reset_during_the_answer_breaks_it_off(sandbox: Sandbox, web: httpx.AsyncClient) -> None:
    """The headers and half of the body come, then the connection breaks."""
    sandbox.fail(Fault.reset("during", method="POST", nth=1))
    received = bytearray()
    async with web.stream("POST", "/tasks", json={"title": "Brief"}) as answer:
        assert answer.status_code == 200
        with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
            await read_into(received, answer)
    assert len(received) == int(answer.headers["content-length"]) // 2
    assert titles(sandbox) == ["Brief"]


@pytest.mark.parametrize("fault", [Fault.reset("before"), Fault.refused(), Fault.reset("after")])
def test_a_dropped_connection_sends_no_response(sandbox: Sandbox, url: str, fault: Fault) -> None:
    """The connection ends, instead of an error response."""
    sandbox.fail(fault)
    parts = urlsplit(url)
    with socket.create_connection((str(parts.hostname), parts.port or 0), timeout=10) as raw:
        raw.sendall(b"GET /v1.11/tasks HTTP/1.1\r\nhost: sandbox\r\n\r\n")
        try:
            received = raw.recv(1000)
        except ConnectionResetError:
            received = b""
    assert received == b""
    assert sandbox.calls[-1].status is None


async def test_latency_and_slow_body_wait_on_the_clock(
    sandbox: Sandbox, clock: SkippingClock, web: httpx.AsyncClient
) -> None:
    """The answer is complete, and the waits use the sandbox's clock."""
    sandbox.seed(tasks=[{"title": "Brief"}])
    sandbox.plan([Fault.latency(100.0), Fault.slow_body(5.0, piece=100)])
    answer = await web.get("/tasks")
    assert [task["title"] for task in answer.json()] == ["Brief"]
    assert clock.slept == [100.0, *[5.0] * ((len(answer.content) - 1) // 100)]


async def test_other_answers_arrive_as_planned(sandbox: Sandbox, web: httpx.AsyncClient) -> None:
    """Statuses, headers, pages and half of a JSON text, over HTTP as in process."""
    sandbox.plan(
        [
            Fault.too_many_requests(30, nth=1),
            Fault.server_error(503, nth=2),
            Fault.html(502, nth=3),
            Fault.truncated_json(nth=4),
            Fault.bomb(100_000, nth=5),
            Fault.token_revoked(nth=6),
        ]
    )
    answers = [await web.get("/tasks") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [429, 503, 502, 200, 200, 401]
    assert answers[0].headers["retry-after"] == "30"
    assert "<html" in answers[2].text
    assert answers[3].text == "["
    assert (answers[4].json(), len(answers[4].content)) == ([], 100_000)
    assert int(answers[4].headers["content-length"]) < 1000


async def test_the_client_raises_outcome_unknown_after_a_lost_answer(sandbox: Sandbox, url: str) -> None:
    """A write is not repeated if its connection broke after the server acted; a read is."""
    sandbox.plan([Fault.reset("after", method="POST", path="/tasks", nth=1), Fault.reset("after", method="GET", nth=1)])
    settings = {"business": "example", "base_url": url, "clock": SkippingClock()}
    async with Plutio(sandbox.client_id, sandbox.client_secret, **settings) as plutio:
        with pytest.raises(OutcomeUnknown):
            await plutio.tasks.create(title="Brief")
        assert [task.title for task in await plutio.tasks.list()] == ["Brief"]
    sandbox.assert_called("GET", "/tasks", times=2)
    sandbox.assert_called("POST", "/tasks", times=1, json={"title": "Brief"})
