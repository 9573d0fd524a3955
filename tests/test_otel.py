"""Spans and metrics by OpenTelemetry's conventions, checked against its SDK."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from attrs import define
from opentelemetry import baggage, context, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from plutio_async import Budget, BudgetExceeded, Plutio, ServerError, otel
from plutio_async.otel import OpenTelemetry
from plutio_async.testing.clock import FakeClock

from .api import Api, answer

pytestmark = pytest.mark.anyio

DOWN = answer(503, {"message": "Overloaded"})


@define
class Telemetry:
    """An observer, and what it exports."""

    observer: OpenTelemetry
    tracer: trace.Tracer
    exporter: InMemorySpanExporter
    reader: InMemoryMetricReader

    @property
    def spans(self) -> list[ReadableSpan]:
        """In the order of their ends."""
        return list(self.exporter.get_finished_spans())

    def named(self, name: str) -> list[ReadableSpan]:
        return [span for span in self.spans if span.name == name]

    def tree(self) -> dict[str, set[str]]:
        """The names of the children of each name; that of no parent is empty."""
        names = {span.context.span_id: span.name for span in self.spans}
        found: dict[str, set[str]] = {}
        for span in self.spans:
            found.setdefault(names[span.parent.span_id] if span.parent else "", set()).add(span.name)
        return found

    def metrics(self) -> dict[str, list[Any]]:
        """The points of each metric."""
        data = self.reader.get_metrics_data()
        assert data is not None
        return {
            metric.name: list(metric.data.data_points)
            for resource in data.resource_metrics
            for scope in resource.scope_metrics
            for metric in scope.metrics
        }


@pytest.fixture
def telemetry() -> Telemetry:
    return with_telemetry()


def with_telemetry(**options: Any) -> Telemetry:
    exporter, reader = InMemorySpanExporter(), InMemoryMetricReader()
    tracers, meters = TracerProvider(shutdown_on_exit=False), MeterProvider([reader], shutdown_on_exit=False)
    tracers.add_span_processor(SimpleSpanProcessor(exporter))
    observer = OpenTelemetry(tracer_provider=tracers, meter_provider=meters, **options)
    return Telemetry(observer, tracers.get_tracer("tests"), exporter, reader)


@asynccontextmanager
async def client(api: Api, telemetry: Telemetry, **settings: Any) -> AsyncIterator[Plutio]:
    async with api.clock.autojump(), api.client(observer=telemetry.observer, **settings) as plutio:
        yield plutio
    assert not telemetry.observer._calls
    assert not telemetry.observer._attempts
    assert trace.get_current_span() is trace.INVALID_SPAN


async def test_the_spans_of_a_call(telemetry: Telemetry) -> None:
    """The call is internal, its attempts and those of its token call are spans of a client."""
    async with client(Api(DOWN, answer(200, [])), telemetry) as plutio:
        with telemetry.tracer.start_as_current_span("the user's"):
            await plutio.tasks.list(title="jane@example.com")
    assert telemetry.tree() == {
        "": {"the user's"},
        "the user's": {"plutio tasks.list"},
        "plutio tasks.list": {"plutio oauth.token", "GET /tasks"},
        "plutio oauth.token": {"POST /oauth/token"},
    }
    (call,) = telemetry.named("plutio tasks.list")
    first, second = telemetry.named("GET /tasks")
    assert call.kind is SpanKind.INTERNAL
    assert call.attributes == {
        "plutio.operation": "tasks.list",
        "plutio.wait.budget": 0.0,
        "plutio.wait.token": 0.0,
        "plutio.retry.count": 1,
    }
    assert first.kind is second.kind is SpanKind.CLIENT
    common = {
        "http.request.method": "GET",
        "server.address": "api.plutio.com",
        "server.port": 443,
        "url.full": "https://api.plutio.com/v1.11/tasks",
        "url.template": "/tasks",
    }
    common["network.protocol.version"] = "1.1"
    assert first.attributes == {**common, "http.response.status_code": 503, "error.type": "503"}
    assert second.attributes == {**common, "http.response.status_code": 200, "http.request.resend_count": 1}
    codes = [span.status.status_code for span in (call, first, second)]
    assert codes == [StatusCode.UNSET, StatusCode.ERROR, StatusCode.UNSET]


async def test_a_call_that_fails(telemetry: Telemetry) -> None:
    """The span of the call has the error; that of an attempt without an answer too."""
    async with client(Api(httpx.ReadError("secret")), telemetry, retries=1) as plutio:
        with pytest.raises(Exception, match="secret"):
            await plutio.tasks.list()
    (call,), (attempt,) = telemetry.named("plutio tasks.list"), telemetry.named("GET /tasks")
    for span in (call, attempt):
        assert (span.attributes or {})["error.type"] == "ConnectionFailed"
        assert (span.status.status_code, span.status.description, span.events) == (StatusCode.ERROR, None, ())
    assert "http.response.status_code" not in (attempt.attributes or {})


async def test_a_call_that_is_not_sent(telemetry: Telemetry) -> None:
    """Has no attempt, and says how long it waited."""
    clock = FakeClock()
    async with client(Api(clock=clock), telemetry, budget=Budget(2, 60, clock=clock)) as plutio:
        await plutio.tasks.list()
        with pytest.raises(BudgetExceeded):
            await plutio.with_options(max_wait=1).projects.list()
        await plutio.people.list()
    (refused,), (waited,) = telemetry.named("plutio projects.list"), telemetry.named("plutio people.list")
    assert not telemetry.named("GET /projects")
    assert (refused.attributes or {})["error.type"] == "BudgetExceeded"
    assert (waited.attributes or {})["plutio.wait.budget"] == pytest.approx(60, abs=5)


async def test_a_call_that_is_cancelled(telemetry: Telemetry) -> None:
    """Its spans end, and are no errors."""

    async def hang(_: httpx.Request) -> Any:
        await anyio.sleep_forever()

    async with client(Api(hang), telemetry) as plutio, anyio.create_task_group() as group:
        group.start_soon(plutio.tasks.list)
        await anyio.wait_all_tasks_blocked()
        group.cancel_scope.cancel()
    for span in (*telemetry.named("plutio tasks.list"), *telemetry.named("GET /tasks")):
        assert (span.attributes or {})["error.type"] == "cancelled"
        assert span.status.status_code is StatusCode.UNSET


async def test_a_path_of_the_user_is_not_shown(telemetry: Telemetry) -> None:
    """It may hold an id. An unknown method is another one."""
    async with client(Api(), telemetry) as plutio:
        await plutio.request("GET", "/schedules/Hc4RtZ8mWq2NxKb7V")
        await plutio.request("BREW", "/coffee")
    (get,), (brew,) = telemetry.named("GET"), telemetry.named("HTTP")
    assert (get.attributes or {})["url.full"] == "https://api.plutio.com/v1.11/REDACTED"
    assert "url.template" not in (get.attributes or {})
    assert (brew.attributes or {})["http.request.method"] == "_OTHER"
    assert (brew.attributes or {})["http.request.method_original"] == "BREW"
    assert "http.request.method_original" not in (get.attributes or {})
    assert len(telemetry.named("plutio request")) == 2


async def test_parents_of_pages_that_are_read_ahead(telemetry: Telemetry) -> None:
    """Each page belongs to the span that the iteration is in, whichever task fetches it."""
    async with Plutio.sandbox(observer=telemetry.observer) as plutio:
        await seed(plutio, 60)
        telemetry.exporter.clear()

        async def export(name: str) -> None:
            with telemetry.tracer.start_as_current_span(name):
                async for _ in plutio.tasks.iterate(page_size=10, read_ahead=3):
                    await anyio.lowlevel.checkpoint()

        async with anyio.create_task_group() as group:
            group.start_soon(export, "one")
            group.start_soon(export, "two")
    spans = {span.context.span_id: span for span in telemetry.spans}
    calls = telemetry.named("plutio tasks.list")
    parents = [spans[call.parent.span_id].name for call in calls if call.parent]
    assert len(parents) == len(calls) > 12
    assert set(parents) == {"one", "two"}
    for attempt in telemetry.named("GET /tasks"):
        assert attempt.parent is not None
        assert spans[attempt.parent.span_id].name == "plutio tasks.list"
        assert attempt.context.trace_id == spans[attempt.parent.span_id].context.trace_id


async def seed(plutio: Plutio, count: int) -> None:
    transport: Any = plutio._sender.shared.session.transport.settings.transport
    transport._sandbox.seed(tasks=[{"title": f"task {number}"} for number in range(count)])


async def test_the_parent_of_a_shared_call(telemetry: Telemetry) -> None:
    """It is made in a task of the client, and belongs to the caller that came first."""
    async with client(Api(), telemetry, coalesce=True) as plutio:
        await plutio.projects.list()

        async def read(name: str) -> None:
            with telemetry.tracer.start_as_current_span(name):
                await plutio.tasks.list()

        async with anyio.create_task_group() as group:
            for name in ("a", "b", "c"):
                group.start_soon(read, name)
    (call,) = telemetry.named("plutio tasks.list")
    assert call.parent is not None
    assert call.parent.span_id in {span.context.span_id for name in "abc" for span in telemetry.named(name)}
    (saved,) = telemetry.metrics()["plutio.coalesced_calls"]
    assert (saved.value, saved.attributes) == (2, {"plutio.operation": "tasks.list"})


@pytest.mark.parametrize("asked", [True, False])
async def test_the_context_is_sent_only_when_asked_for(asked: bool) -> None:
    """With the span of the attempt, and the baggage. The token call belongs to the trace too."""
    telemetry = with_telemetry(**({"propagate": True} if asked else {}))
    api = Api(DOWN, answer(200, []))
    token = context.attach(baggage.set_baggage("tenant", "example"))
    try:
        async with client(api, telemetry) as plutio:
            await plutio.tasks.list()
    finally:
        context.detach(token)
    requests = [*api.token_requests, *api.requests]
    sent = [request.headers.get("traceparent", "")[3:-3] for request in requests]
    attempts = [span for span in telemetry.spans if span.kind is SpanKind.CLIENT]
    ids = [f"{span.context.trace_id:032x}-{span.context.span_id:016x}" for span in attempts]
    assert sent == (ids if asked else [""] * 3)
    assert [request.headers.get("baggage") for request in requests] == ["tenant=example" if asked else None] * 3


async def test_metrics(telemetry: Telemetry) -> None:
    """Durations, the budget, waits, retries and throttles."""
    clock = FakeClock()
    throttled = answer(429, {"message": "Too many"}, retry_after="7")
    api = Api(throttled, DOWN, answer(200, []), clock=clock)
    async with client(api, telemetry, budget=Budget(10, clock=clock)) as plutio:
        await plutio.tasks.list()
    found = telemetry.metrics()
    durations = {
        point.attributes.get("http.response.status_code"): point for point in found["http.client.request.duration"]
    }
    assert {status: point.count for status, point in durations.items() if status != 200} == {429: 1, 503: 1}
    assert durations[503].attributes == {
        "http.request.method": "GET",
        "server.address": "api.plutio.com",
        "server.port": 443,
        "url.template": "/tasks",
        "http.response.status_code": 503,
        "error.type": "503",
        "network.protocol.version": "1.1",
    }
    assert durations[503].explicit_bounds[0] == 0.005
    (left,) = found["plutio.budget.remaining"]
    assert left.value == 6
    waits = {point.attributes["plutio.wait.reason"]: point.sum for point in found["plutio.wait.duration"]}
    assert waits["budget"] == pytest.approx(7, abs=1)
    assert waits.keys() == {"budget", "token", "backoff"}
    assert {point.value for point in found["plutio.callers.waiting"]} == {0}
    assert [point.value for point in found["plutio.retries"]] == [2]
    assert [point.value for point in found["plutio.throttles"]] == [1]


async def test_the_budgets_of_several_clients(telemetry: Telemetry) -> None:
    """Each has its point, so that an alert on the lowest sees all. Views have that of their client."""
    settings: dict[str, Any] = {"observer": telemetry.observer, "client_secret": "secret"}
    given = (("gauge-1", "studio", 2), ("gauge-2", None, 4), ("gauge-3", "studio", 3), ("gauge-3", "studio", 5))
    clients: list[Plutio] = []
    for client_id, business, calls in given:
        transport = Api().transport()
        async with Plutio(client_id, business=business, transport=transport, budget=Budget(10), **settings) as plutio:
            clients.append(plutio)
            view = plutio.for_business("other")
            for each in (plutio, *[view] * (calls - 2)):
                await each.tasks.list(limit=1) if business or each is view else None
    points = telemetry.metrics()["plutio.budget.remaining"]
    found = {(point.attributes.get("plutio.workspace", ""), point.value) for point in points}
    assert found == {("studio", 8), ("", 7), ("studio", 7), ("studio", 5)}
    names = [point.attributes["plutio.client"] for point in points]
    assert len(set(names)) == len(clients) == 4
    assert sorted(name[8:] for name in names) == ["", "", "", "-2"]


REQUIRED, WHERE_KNOWN, RECOMMENDED, OPT_IN = "required", "conditionally required", "recommended", "opt-in"
CONVENTIONS = "1.44.0"
OF_SPANS = {
    "http.request.method": REQUIRED,
    "server.address": REQUIRED,
    "server.port": REQUIRED,
    "url.full": REQUIRED,
    "error.type": WHERE_KNOWN,
    "http.request.method_original": WHERE_KNOWN,
    "http.response.status_code": WHERE_KNOWN,
    "network.protocol.name": WHERE_KNOWN,
    "http.request.resend_count": RECOMMENDED,
    "network.peer.address": RECOMMENDED,
    "network.peer.port": RECOMMENDED,
    "network.protocol.version": RECOMMENDED,
    "http.request.body.size": OPT_IN,
    "http.request.size": OPT_IN,
    "http.response.body.size": OPT_IN,
    "http.response.size": OPT_IN,
    "network.transport": OPT_IN,
    "url.scheme": OPT_IN,
    "url.template": OPT_IN,
    "user_agent.original": OPT_IN,
    "user_agent.synthetic.type": OPT_IN,
}
OF_DURATIONS = {
    "http.request.method": REQUIRED,
    "server.address": REQUIRED,
    "server.port": REQUIRED,
    "error.type": WHERE_KNOWN,
    "http.response.status_code": WHERE_KNOWN,
    "network.protocol.name": WHERE_KNOWN,
    "network.protocol.version": RECOMMENDED,
    "url.scheme": OPT_IN,
    "url.template": OPT_IN,
}
"""The attributes of a span and of ``http.client.request.duration``, but for headers, with their requirement levels.

As in ``model/http/common.yaml`` and ``spans.yaml`` of https://github.com/open-telemetry/semantic-conventions.
"""
OFFERED = {name for table in (OF_SPANS, OF_DURATIONS) for name, level in table.items() if level == OPT_IN}
LEFT_OUT = {"network.protocol.name", "network.peer.address", "network.peer.port"} | OFFERED - {"url.template"}
"""The name is needed for other protocols than HTTP only; the peer is that of a pooled connection, which is not known. Of
what is offered, the template is there."""


async def test_spans_and_durations_are_those_of_the_conventions(telemetry: Telemetry) -> None:
    """All that they require is there, and nothing else but a few that they recommend."""
    api = Api(DOWN, answer(200, []), httpx.ReadError("no"), answer(200, []))
    async with client(api, telemetry) as plutio:
        await plutio.tasks.list()
        await plutio.tasks.list()
        await plutio.request("BREW", "/coffee")
    spans = [dict(span.attributes or {}) for span in telemetry.spans if span.kind is SpanKind.CLIENT]
    points = [dict(point.attributes) for point in telemetry.metrics()["http.client.request.duration"]]
    for found, table in ((spans, OF_SPANS), (points, OF_DURATIONS)):
        assert {name for each in found for name in each} == table.keys() - LEFT_OUT
        for each in found:
            assert {name for name, level in table.items() if level == REQUIRED} <= each.keys()
            answered = "http.response.status_code" in each
            assert answered or each["error.type"] == "ConnectionFailed"
            assert answered == ("network.protocol.version" in each)
    scopes = {span.instrumentation_scope.schema_url for span in telemetry.spans if span.instrumentation_scope}
    data = telemetry.reader.get_metrics_data()
    assert data is not None
    scopes |= {scope.schema_url for resource in data.resource_metrics for scope in resource.scope_metrics}
    assert scopes == {f"https://opentelemetry.io/schemas/{CONVENTIONS}"}


def test_the_names_are_those_of_the_conventions() -> None:
    """Of the package that the conventions are published in, with those that are not stable yet."""
    import opentelemetry.semconv
    from opentelemetry.semconv.metrics import http_metrics
    from opentelemetry.semconv.schemas import Schemas

    folder = Path(opentelemetry.semconv.__path__[0])
    modules = [*folder.glob("attributes/*.py"), *folder.glob("_incubating/attributes/*.py")]
    texts = [path.read_text(encoding="utf-8") for path in modules]
    published = {name for text in texts for name in re.findall(r'^[A-Z_]+: Final = "([^"]+)"', text, re.MULTILINE)}
    source = Path(otel.__file__).read_text(encoding="utf-8")
    used = set(re.findall(r'"((?:http|network|server|url|error|user_agent)\.[a-z_.]+)"', source))
    assert used == {*OF_SPANS, *OF_DURATIONS, http_metrics.HTTP_CLIENT_REQUEST_DURATION} - LEFT_OUT
    newest = max([int(part) for part in schema.value.rpartition("/")[2].split(".")] for schema in Schemas)
    ours = [int(part) for part in CONVENTIONS.split(".")]
    assert newest <= ours, "compare the tables with the new conventions"
    assert (used if newest < ours else {*OF_SPANS, *OF_DURATIONS}) <= published  # older ones lack what is newest


async def test_waiting_callers(telemetry: Telemetry) -> None:
    """Are counted while they wait, and not after they were cancelled."""
    clock = FakeClock()
    async with Api(clock=clock).client(observer=telemetry.observer, budget=Budget(2, clock=clock)) as plutio:
        await plutio.tasks.list()
        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(plutio.tasks.list)
            await anyio.wait_all_tasks_blocked()
            waiting = {
                p.attributes["plutio.wait.reason"]: p.value for p in telemetry.metrics()["plutio.callers.waiting"]
            }
            assert waiting == {"budget": 3, "token": 0}
            group.cancel_scope.cancel()
    assert {point.value for point in telemetry.metrics()["plutio.callers.waiting"]} == {0}


async def test_without_an_sdk() -> None:
    """The API package alone records nothing, and breaks nothing."""
    async with Api(DOWN).client(observer=OpenTelemetry(), retries=1) as plutio:
        with pytest.raises(ServerError):
            await plutio.tasks.list()
