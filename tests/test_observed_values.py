"""Nothing that observers, spans, breadcrumbs, metrics and log records get has an id, a value, a header or a secret."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import anyio
import httpx
import pytest
import sentry_sdk

from plutio_async import Observer, Plutio, PlutioError, Retries, StatusError
from plutio_async.sentry import Sentry
from plutio_async.testing.clock import FakeClock

from .exception_graph import leaks_in
from .test_otel import Telemetry, with_telemetry
from .test_sentry import sent as sentry_events

__all__ = ["sentry_events"]

pytestmark = pytest.mark.anyio

MARKERS = {
    "client id": "marker-client-id",
    "secret": "marker-s3cret",
    "token": "marker-t0ken",
    "workspace": "marker-workspace",
    "id": "MarkerIdMarkerId1",
    "query": "marker.query@example.com",
    "body": "marker body",
    "header": "marker-header",
    "message": "marker message of the server",
    "record": "marker record of the server",
    "failure": "marker failure of the network",
}


class Everything(Observer):
    """Keeps all that an observer gets, and looks for markers in it at once, while the call is under way."""

    def __init__(self, *, fails: bool = False) -> None:
        self.events: list[str] = []
        self.found: list[str] = []
        self._fails = fails

    def _see(self, event: str, *details: object) -> None:
        self.events.append(event)
        self.found += leaks_in(details, *MARKERS.values())
        if self._fails:
            raise ValueError(details)

    def __getattribute__(self, name: str) -> Any:
        if name in vars(Observer) and not name.startswith("__"):
            return lambda *details: self._see(name, *details)
        return super().__getattribute__(name)


class Server:
    """Repeats what it gets, in bodies and headers. Every third call fails in its own way."""

    def __init__(self) -> None:
        self.calls = 0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        headers = {"x-request-id": MARKERS["header"], "link": str(request.url), "x-token": MARKERS["token"]}
        if request.url.path.endswith("/oauth/token"):
            token = {"accessToken": MARKERS["token"], "client": {"businesses": [MARKERS["workspace"]]}}
            return httpx.Response(200, json=token, headers=headers)
        self.calls += 1
        echoed = f"{MARKERS['message']} {request.url} {request.headers} {request.content!r}"
        match self.calls % 6:
            case 1:
                return httpx.Response(503, json={"message": echoed}, headers={**headers, "retry-after": "5"})
            case 2:
                raise httpx.ReadError(f"{MARKERS['failure']} {echoed}", request=request)
            case 4:
                return httpx.Response(429, json={"message": echoed}, headers={**headers, "retry-after": "5"})
            case 5:
                return httpx.Response(400, json={"message": echoed}, headers=headers)
        record = {"_id": MARKERS["id"], "title": MARKERS["record"]}
        return httpx.Response(200, content=json.dumps([record]), headers=headers)


async def use(plutio: Plutio) -> None:
    """Calls of all kinds, with markers wherever a value can be."""
    id, query, body = MARKERS["id"], MARKERS["query"], MARKERS["body"]
    calls = [
        lambda: plutio.people.list(q={"contactEmails.address": query}),
        lambda: plutio.tasks.list(title=query),
        lambda: plutio.tasks.get(id),
        lambda: plutio.tasks.get_many([id]),
        lambda: plutio.tasks.create(title=body),
        lambda: plutio.tasks.update(id, title=body),
        lambda: plutio.tasks.delete(id),
        lambda: plutio.tasks.bulk_update([id], title=body),
        lambda: plutio.tasks.iterate(title=query, read_ahead=2).to_list(),
        lambda: plutio.request("GET", f"/tasks/{id}", params={"q": query}),
        lambda: plutio.request("POST", f"/{id}/{id}", json={"x": body}),
    ]

    async def call(number: int) -> None:
        with suppress(PlutioError):
            await calls[number]()  # type: ignore[no-untyped-call]

    for number in [*range(len(calls))] * 3:
        async with anyio.create_task_group() as group:
            group.start_soon(call, number)
            group.start_soon(call, number)


@pytest.fixture
def records() -> Iterator[list[logging.LogRecord]]:
    """All records of the package and of httpx at all levels."""
    found: list[logging.LogRecord] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record)

    handler, level = Handler(), logging.root.level
    logging.root.addHandler(handler)
    logging.root.setLevel(1)
    yield found
    logging.root.removeHandler(handler)
    logging.root.setLevel(level)


def exported(telemetry: Telemetry) -> list[str]:
    metrics = telemetry.reader.get_metrics_data()
    assert metrics is not None
    return [metrics.to_json(), *(span.to_json() for span in telemetry.spans)]


async def test_no_marker_is_anywhere(records: list[logging.LogRecord], sentry_events: list[dict[str, Any]]) -> None:
    """In the arguments of observers, spans, metrics, breadcrumbs, log records and what Sentry makes of them."""
    everything, failing, telemetry, clock = Everything(), Everything(fails=True), with_telemetry(), FakeClock()
    observers = [everything, telemetry.observer, Sentry(), failing]
    plutio = Plutio(
        MARKERS["client id"],
        MARKERS["secret"],
        transport=httpx.MockTransport(Server()),
        clock=clock,
        retries=Retries(attempts=3),
        observer=observers,
        coalesce=True,
    )
    with sentry_sdk.start_transaction(name="all"):
        async with clock.autojump(), plutio:
            await use(plutio)
            await use(plutio.for_business(MARKERS["workspace"]))
        sentry_sdk.capture_message("look at the breadcrumbs")
    assert {name for name in vars(Observer) if not name.startswith("__")} == set(everything.events)
    assert everything.found == failing.found == []
    assert len(telemetry.spans) > 50
    assert leaks_in(exported(telemetry), *MARKERS.values()) == []
    assert {event.get("type") for event in sentry_events} >= {"transaction"}
    assert leaks_in([json.dumps(event, default=str) for event in sentry_events], *MARKERS.values()) == []
    assert len(records) > 50
    assert leaks_in([(record.getMessage(), record.__dict__) for record in records], *MARKERS.values()) == []


async def test_the_markers_are_found() -> None:
    """In what observers get if the call held more than it does."""
    error = StatusError(MARKERS["message"], status=400)
    assert leaks_in(({"x": [error]},), *MARKERS.values())
    everything = Everything()
    everything._see("x", {"path": f"/tasks/{MARKERS['id']}"})
    assert everything.found
