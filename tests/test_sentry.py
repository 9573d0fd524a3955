"""A breadcrumb and a span of each call, with the real sentry-sdk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import anyio
import httpx
import pytest
import sentry_sdk
from sentry_sdk.integrations.httpx import HttpxIntegration
from sentry_sdk.transport import Transport

from plutio_async import OutcomeUnknown, PlutioError
from plutio_async.sentry import Sentry

from .api import Api, answer

pytestmark = pytest.mark.anyio

DOWN = answer(503, {"message": "Overloaded"})
TASKS, PROJECTS = "GET https://api.plutio.com/v1.11/tasks", "POST https://api.plutio.com/v1.11/projects"


@pytest.fixture
def sent(request: pytest.FixtureRequest) -> Iterator[list[dict[str, Any]]]:
    """The events that reach Sentry. A parameter is the way in which it sends spans."""
    events: list[dict[str, Any]] = []
    options = {"trace_lifecycle": request.param} if hasattr(request, "param") else {}

    class Recording(Transport):
        def capture_envelope(self, envelope: Any) -> None:
            events.extend(item.payload.json for item in envelope.items if item.type in ("event", "transaction", "span"))

    with sentry_sdk.isolation_scope() as scope:
        client = sentry_sdk.Client(
            dsn="https://key@localhost/1",
            transport=Recording,
            traces_sample_rate=1.0,
            default_integrations=False,
            **options,
        )
        scope.set_client(client)
        yield events
        client.close()  # its threads would go on, and draw random numbers while Hypothesis does


async def test_a_breadcrumb_of_each_call(sent: list[dict[str, Any]]) -> None:
    """An error that is captured later has them, the token call's included."""
    api = Api(DOWN, answer(200, []), DOWN)
    async with api.clock.autojump(), api.client(observer=Sentry(), retries=2) as plutio:
        await plutio.tasks.list(title="jane@example.com")
        with pytest.raises(OutcomeUnknown):
            await plutio.projects.create(name="jane@example.com")
    sentry_sdk.capture_message("something failed")
    (event,) = sent
    token, read, write = event["breadcrumbs"]["values"]
    assert token["message"] == "POST /oauth/token"
    assert (read["type"], read["category"], read["level"], read["message"]) == ("http", "plutio", "info", "GET /tasks")
    assert read["data"].pop("duration_ms") >= 0
    assert read["data"].pop("waited_ms") >= 0
    assert read["data"] == {
        "plutio.operation": "tasks.list",
        "method": "GET",
        "url": "https://api.plutio.com/v1.11/tasks",
        "status_code": 200,
        "attempts": 2,
        "calls_left": 997,
    }
    assert (write["level"], write["data"]["reason"], write["data"]["status_code"]) == ("warning", "OutcomeUnknown", 503)
    assert "jane" not in str(event["breadcrumbs"])


async def test_a_span_of_each_call(sent: list[dict[str, Any]]) -> None:
    """In the transaction, also of calls in background tasks."""
    api = Api(answer(200, []), DOWN)
    async with api.client(observer=Sentry(), retries=1, coalesce=True) as plutio:
        with sentry_sdk.start_transaction(name="export") as transaction:
            await plutio.tasks.list()
            with sentry_sdk.start_span(name="inner") as inner, pytest.raises(OutcomeUnknown):
                await plutio.projects.create(name="jane@example.com")
    (event,) = sent
    spans = {span["description"]: span for span in event["spans"]}
    read, write = spans[TASKS], spans[PROJECTS]
    assert (read["op"], read["origin"], read["status"]) == ("http.client", "auto.http.plutio_async", "ok")
    assert read["parent_span_id"] == transaction.span_id
    assert read["data"]["http.response.status_code"] == 200
    assert read["data"]["plutio.operation"] == "tasks.list"
    assert (write["parent_span_id"], write["status"]) == (inner.span_id, "unavailable")
    assert "jane" not in str(event["spans"])


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (answer(403, {"message": "No"}), "permission_denied"),
        (answer(404, {"message": "No"}), "not_found"),
        (answer(400, {"message": "No"}), "invalid_argument"),
        (answer(500, {"message": "No"}), "internal_error"),
        (answer(200, "no list"), "internal_error"),
        (httpx.ConnectError("no"), "internal_error"),
    ],
)
async def test_the_status_of_a_span(sent: list[dict[str, Any]], given: Any, status: str) -> None:
    """That which Sentry gives the HTTP status; an error without one is internal. The name is that of its httpx spans."""
    async with Api(given).client(observer=Sentry(), retries=1) as plutio:
        with sentry_sdk.start_transaction(name="export"), suppress(PlutioError):
            await plutio.tasks.list()
    spans = {span["description"]: span["status"] for span in sent[0]["spans"]}
    assert spans == {TASKS: status, "POST https://api.plutio.com/v1.11/oauth/token": "ok"}


async def test_the_name_is_that_of_sentry_for_httpx(sent: list[dict[str, Any]]) -> None:
    """So that a query over spans finds both."""
    transport = httpx.MockTransport(lambda request: httpx.Response(200))
    HttpxIntegration.setup_once()
    sentry_sdk.get_client().integrations["httpx"] = HttpxIntegration()
    with sentry_sdk.start_transaction(name="export"):
        async with Api().client(observer=Sentry()) as plutio:
            await plutio.tasks.list()
        async with httpx.AsyncClient(transport=transport) as client:
            await client.get("https://api.plutio.com/v1.11/tasks")
    assert [span["description"] for span in sent[0]["spans"]].count(TASKS) == 2


@pytest.mark.skipif(not hasattr(sentry_sdk, "traces"), reason="this version cannot stream spans")
@pytest.mark.parametrize("sent", ["stream"], indirect=True)
async def test_spans_that_are_streamed(sent: list[dict[str, Any]]) -> None:
    """They are sent one by one, and have the same parents."""
    api = Api(answer(200, []), DOWN)
    async with api.client(observer=Sentry(), retries=1, coalesce=True) as plutio:
        with sentry_sdk.traces.start_span("export") as parent:
            await plutio.tasks.list()
            with pytest.raises(OutcomeUnknown):
                await plutio.projects.create(name="jane@example.com")
    sentry_sdk.flush()
    spans = {span["name"]: span for event in sent for span in event["items"]}
    read, write = spans[TASKS], spans[PROJECTS]
    assert read["parent_span_id"] == write["parent_span_id"] == parent.span_id
    assert (read["status"], write["status"]) == ("ok", "error")
    assert read["attributes"]["plutio.operation"]["value"] == "tasks.list"
    assert read["attributes"]["sentry.op"]["value"] == "http.client"
    assert "jane" not in str(sent)


async def test_a_call_that_is_cancelled(sent: list[dict[str, Any]]) -> None:
    """Its span ends."""

    async def hang(_: httpx.Request) -> Any:
        await anyio.sleep_forever()

    observer = Sentry()
    async with Api(hang).client(observer=observer) as plutio:
        with sentry_sdk.start_transaction(name="export"), anyio.move_on_after(10) as scope:
            async with anyio.create_task_group() as group:
                group.start_soon(plutio.tasks.list)
                await anyio.wait_all_tasks_blocked()
                scope.cancel()
    assert not observer._spans
    assert {span["description"]: span["status"] for span in sent[0]["spans"]}[TASKS] == "cancelled"


async def test_without_a_transaction_or_an_init() -> None:
    """Nothing is recorded, and nothing breaks."""
    async with Api().client(observer=Sentry()) as plutio:
        assert await plutio.tasks.list() == []
