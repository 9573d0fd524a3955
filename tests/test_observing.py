"""Observers see each call, its attempts and its waits, and can break nothing."""

from __future__ import annotations

import logging
from typing import Any

import anyio
import httpx
import pytest

from plutio_async import (
    Budget,
    BudgetExceeded,
    ConfigurationError,
    ConnectionFailed,
    NotFoundError,
    ObservedCall,
    Observer,
    Outcome,
    Plutio,
    PlutioError,
    ServerError,
)
from plutio_async._core.call import Operation
from plutio_async.testing.clock import FakeClock

from .api import Api, answer

pytestmark = pytest.mark.anyio

DOWN = answer(503, {"message": "Overloaded"})
LOST = httpx.ReadError("lost")


class Recorder(Observer):
    """Records all events, each as a line. ``seen`` can be shared by several."""

    def __init__(self, seen: list[str] | None = None, name: str = "") -> None:
        self.seen: list[str] = [] if seen is None else seen
        self._name = name

    def _see(self, event: str, call: ObservedCall, *more: object) -> None:
        self.seen.append(" ".join(map(str, [*self._name.split(), event, call.operation, call.attempt, *more])))

    def call_started(self, call: ObservedCall, /) -> None:
        self._see("start", call)

    def attempt_started(self, call: ObservedCall, /) -> None:
        self._see("send", call)

    def attempt_ended(self, call: ObservedCall, outcome: Outcome, /) -> None:
        self._see("sent", call, outcome.status, outcome.reason)

    def wait_began(self, call: ObservedCall, cause: str, /) -> None:
        self._see("wait", call, cause)

    def wait_ended(self, call: ObservedCall, cause: str, outcome: Outcome, /) -> None:
        self._see("waited", call, cause, outcome.reason)

    def call_ended(self, call: ObservedCall, outcome: Outcome, /) -> None:
        self._see("end", call, outcome.status, outcome.reason)

    def call_coalesced(self, operation: str, /) -> None:
        self.seen.append(f"coalesced {operation}")


async def observed(api: Api, call: Any, error: type[BaseException] | None = None, **settings: Any) -> list[str]:
    """The events of a call on a client that has a token."""
    recorder = Recorder()
    async with api.clock.autojump(), api.client(observer=recorder, **settings) as plutio:
        await plutio.projects.list()
        recorder.seen.clear()
        if error is None:
            await call(plutio)
        else:
            with pytest.raises(error):
                await call(plutio)
    return recorder.seen


async def read(plutio: Plutio) -> Any:
    return await plutio.tasks.list()


async def test_a_call() -> None:
    """Its attempt and its end: the budget grants it at once, so there is no wait."""
    assert await observed(Api(), read) == [
        "start tasks.list 1",
        "send tasks.list 1",
        "sent tasks.list 1 200 None",
        "end tasks.list 1 200 None",
    ]


async def test_a_call_that_waits_for_the_budget() -> None:
    """The wait is a step of the call."""
    clock = FakeClock()
    seen = await observed(Api(clock=clock), read, budget=Budget(2, period=60, clock=clock))
    assert seen[:4] == [
        "start tasks.list 1",
        "wait tasks.list 1 budget",
        "waited tasks.list 1 budget None",
        "send tasks.list 1",
    ]


async def test_a_call_that_is_repeated() -> None:
    """With the pauses, whether an answer came or not."""
    seen = await observed(Api(answer(200, []), DOWN, LOST, answer(200, [])), read)
    assert [line for line in seen if "budget" not in line] == [
        "start tasks.list 1",
        "send tasks.list 1",
        "sent tasks.list 1 503 None",
        "wait tasks.list 1 backoff",
        "waited tasks.list 1 backoff None",
        "send tasks.list 2",
        "sent tasks.list 2 None ConnectionFailed",
        "wait tasks.list 2 backoff",
        "waited tasks.list 2 backoff None",
        "send tasks.list 3",
        "sent tasks.list 3 200 None",
        "end tasks.list 3 200 None",
    ]


async def test_a_call_that_fails() -> None:
    """Its end has the status of the last answer, and the name of the error."""
    seen = await observed(Api(answer(200, []), DOWN), read, ServerError, retries=2)
    assert seen[-1] == "end tasks.list 2 503 ServerError"
    seen = await observed(Api(answer(200, []), DOWN, LOST), read, ConnectionFailed, retries=2)
    assert seen[-1] == "end tasks.list 2 503 ConnectionFailed"
    clock = FakeClock()
    seen = await observed(Api(clock=clock), read, BudgetExceeded, budget=Budget(2, clock=clock), max_wait=0)
    assert seen[-2:] == ["waited tasks.list 1 budget BudgetExceeded", "end tasks.list 1 None BudgetExceeded"]


async def test_a_token_call_is_a_call_within_the_wait() -> None:
    """Of the call that makes it."""
    recorder = Recorder()
    async with Api().client(observer=recorder) as plutio:
        await plutio.tasks.list()
    assert recorder.seen[:7] == [
        "start tasks.list 1",
        "wait tasks.list 1 token",
        "start oauth.token 1",
        "send oauth.token 1",
        "sent oauth.token 1 200 None",
        "end oauth.token 1 200 None",
        "waited tasks.list 1 token None",
    ]


@pytest.mark.parametrize("moment", ["attempt", "wait"])
async def test_a_call_that_is_cancelled(moment: str) -> None:
    """All that began ends."""

    async def hang(_: httpx.Request) -> httpx.Response:
        await anyio.sleep_forever()
        raise AssertionError

    clock, recorder = FakeClock(), Recorder()
    script = (answer(200, []), hang) if moment == "attempt" else (answer(200, []),)
    budget = Budget(3 if moment == "attempt" else 2, clock=clock)
    async with Api(*script, clock=clock).client(observer=recorder, budget=budget) as plutio:
        await plutio.tasks.list()
        recorder.seen.clear()
        async with anyio.create_task_group() as group:
            group.start_soon(read, plutio)
            await anyio.wait_all_tasks_blocked()
            group.cancel_scope.cancel()
    ended = "sent tasks.list 1 None cancelled" if moment == "attempt" else "waited tasks.list 1 budget cancelled"
    assert recorder.seen[-2:] == [ended, "end tasks.list 1 None cancelled"]


async def test_the_details_of_a_call() -> None:
    """One object from the start to the end, with the waits in seconds and the calls that are left."""
    calls: list[tuple[ObservedCall, Outcome]] = []

    class Ends(Observer):
        def call_ended(self, call: ObservedCall, outcome: Outcome, /) -> None:
            calls.append((call, outcome))

    clock = FakeClock()
    api = Api(clock=clock)
    async with clock.autojump(), api.client(observer=Ends(), budget=Budget(2, 60, clock=clock)) as plutio:
        await plutio.tasks.list()
        await plutio.tasks.archive("Hc4RtZ8mWq2NxKb7V")
    (_, token), (first, _), (second, outcome) = calls
    assert (first.method, first.path, first.title) == ("GET", "/tasks", "GET /tasks")
    assert first.base_url == "https://api.plutio.com/v1.11"
    assert token.seconds == 0
    assert (second.operation, second.path) == ("tasks.archive", "/tasks/archive")
    assert second.waited["budget"] == outcome.seconds == pytest.approx(60, abs=5)
    assert (first.calls_left, second.calls_left) == (0, 1)


async def test_several_observers_combine() -> None:
    """Ends come in reverse order, so that what each opens is nested."""
    seen: list[str] = []
    async with Api().client(observer=[Recorder(seen, "a"), Recorder(seen, "b")]) as plutio:
        await plutio.tasks.list()
    assert [line[:7] for line in seen if "tasks" in line and ("start" in line or "end " in line)] == [
        "a start",
        "b start",
        "a send ",
        "b send ",
        "b end t",
        "a end t",
    ]


class Broken(Observer):
    """Each of its methods fails."""

    def __getattribute__(self, name: str) -> Any:
        if name.startswith(("call_", "attempt_", "wait_")):
            raise ZeroDivisionError(name)
        return super().__getattribute__(name)


async def test_an_observer_that_fails_breaks_no_call(caplog: pytest.LogCaptureFixture) -> None:
    """Its first exception is logged. The others are called all the same."""
    recorder = Recorder()
    async with Api().client(observer=[Broken(), recorder], coalesce=True) as plutio:
        async with anyio.create_task_group() as group:
            group.start_soon(read, plutio)
            group.start_soon(read, plutio)
        await plutio.tasks.list()
    (record,) = caplog.records
    assert (record.name, record.levelname) == ("plutio_async", "ERROR")
    assert record.getMessage() == "an observer failed, and its later failures are not logged: Broken"
    assert record.exc_info is not None
    assert recorder.seen.count("end tasks.list 1 200 None") == 2


async def test_callers_that_share_a_call() -> None:
    """Equal reads, and gets of one resource; the call itself is one."""

    async def reads(plutio: Plutio) -> None:
        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(read, plutio)

    async def gets(plutio: Plutio) -> None:
        async def get(id: str) -> None:
            with pytest.raises(NotFoundError):
                await plutio.tasks.get(id)

        async with anyio.create_task_group() as group:
            for id in ("Hc4RtZ8mWq2NxKb7V", "Hc4RtZ8mWq2NxKb7W"):
                group.start_soon(get, id)

    seen = await observed(Api(), reads, coalesce=True)
    assert [line for line in seen if line.startswith(("coal", "start"))].count("coalesced tasks.list") == 2
    assert seen.count("start tasks.list 1") == 1
    assert (await observed(Api(), gets, coalesce=True)).count("coalesced tasks.list") == 1


async def test_headers_that_an_observer_adds(caplog: pytest.LogCaptureFixture) -> None:
    """To each attempt, the token call's included; never one of ours, and nothing that would begin another header."""

    class Adds(Observer):
        def __init__(self, **headers: Any) -> None:
            self._headers = {name.replace("_", "-"): value for name, value in headers.items()}

        def attempt_started(self, call: ObservedCall, /) -> Any:
            return self._headers

    api = Api(DOWN, answer(200, []))
    bad = [{"Authorization": "x"}, {"business": "x"}, {"x": "a\nb"}, {"x_": "é"}, {"": "x"}, {"x": 1}]
    observers = [Adds(traceparent="00-1-2-01"), *(Adds(**headers) for headers in bad)]
    async with api.clock.autojump(), api.client(observer=observers) as plutio:
        await plutio.tasks.list()
    requests = [*api.token_requests, *api.requests]
    assert [request.headers["traceparent"] for request in requests] == ["00-1-2-01"] * 3
    assert not any("x" in request.headers or "x-" in request.headers for request in requests)
    assert all(request.headers["authorization"] == "Bearer token-1" for request in api.requests)
    assert len(caplog.records) == len(bad)


@pytest.mark.parametrize("given", [Recorder, "x", [print], [Recorder(), None], {Recorder()}, print])
def test_what_is_no_observer(given: Any) -> None:
    """Classes, functions, other collections."""
    with pytest.raises(ConfigurationError, match="observer= takes an object of a class derived from Observer"):
        Plutio("id", "secret", observer=given)


def test_the_names_of_operations() -> None:
    """The resource and the method, whatever the words that they are made of."""
    assert Operation("time_tracks_bulk_update", "PUT", "/time-tracks/bulk", idempotent=True).name == (
        "time_tracks.bulk_update"
    )
    assert Operation(None, "GET", "/tasks/Hc4RtZ8mWq2NxKb7V", idempotent=True).name == "request"


async def test_a_call_by_its_path_shows_none(caplog: pytest.LogCaptureFixture) -> None:
    """The path may hold an id: not in events, nor in lines of any level."""
    caplog.set_level(logging.DEBUG, "plutio_async")
    recorder = Recorder()
    titles: list[str] = []

    class Titles(Observer):
        def call_started(self, call: ObservedCall, /) -> None:
            titles.append(f"{call.title} {call!r}")

    api = Api(answer(503, {}, retry_after="5"), answer(200, []))
    async with api.clock.autojump(), api.client(observer=[recorder, Titles()]) as plutio:
        await plutio.request("GET", "/schedules/Hc4RtZ8mWq2NxKb7V")
    assert "end request 2 200 None" in recorder.seen
    assert titles[0].startswith("GET request() ")
    assert "request is repeated after ServerError" in caplog.text
    assert not [text for text in (*recorder.seen, *titles, caplog.text) if "Hc4R" in text or "schedules" in text]


@pytest.mark.parametrize("on", [True, False])
async def test_the_log_is_one_line_for_each_call(caplog: pytest.LogCaptureFixture, on: bool) -> None:
    """At DEBUG, also for calls that fail or are not sent; without DEBUG and observers no call is observed."""
    caplog.set_level(logging.DEBUG if on else logging.INFO, "plutio_async")
    async with Api(DOWN).client(retries=1) as plutio:
        with pytest.raises(ServerError):
            await plutio.request("GET", "/schedules/Hc4RtZ8mWq2NxKb7V", params={"q": "jane@example.com"})
    assert caplog.messages == on * [
        "POST /oauth/token: 200 in 0 ms, attempt 1, 999 calls left",
        "GET request(): ServerError (503) in 0 ms, attempt 1, 998 calls left",
    ]


async def test_no_call_passes_through_the_client_of_httpx(monkeypatch: pytest.MonkeyPatch) -> None:
    """So what instruments that client sees none of ours, and records none twice."""

    def instrumented(*_: Any, **__: Any) -> Any:
        raise AssertionError("seen by the instrumentation")

    for method in ("send", "request", "_send_single_request", "_transport_for_url"):
        monkeypatch.setattr(httpx.AsyncClient, method, instrumented)
    async with Api().client() as plutio:
        assert await plutio.tasks.list() == []
    async with Plutio("id", "secret", base_url="http://localhost:9", http2=True, retries=1) as plutio:
        with pytest.raises(PlutioError, match="no access token"):
            await plutio.tasks.list()
