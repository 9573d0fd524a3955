"""Webhooks."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Awaitable, Callable, Iterator
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from typing import Any

import anyio
import httpx
import pytest

from plutio_async import Plutio
from plutio_async.models import Task
from plutio_async.testing import Event, FakeClock, JumpingClock, Sandbox, SandboxError, Webhook
from plutio_async.testing._api.catalogue import catalogue
from plutio_async.testing.webhooks import RETRY_DELAYS
from plutio_async.webhooks import Event as Received
from plutio_async.webhooks import receive
from tests.testing.api import Api

URL = "http://app.example.com/hooks"


class Receiver(httpx.AsyncBaseTransport):
    """Records the requests and answers with the given statuses, then always with the last one."""

    def __init__(self, *statuses: int | Exception) -> None:
        self.statuses = list(statuses or (200,))
        self.requests: list[httpx.Request] = []
        self.closed = False
        self.then: Callable[[], Awaitable[Any]] | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        self.requests.append(request)
        if self.then is not None:
            await self.then()
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        if isinstance(status, Exception):
            raise status
        return httpx.Response(status)

    async def aclose(self) -> None:
        self.closed = True

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(request.content) for request in self.requests]

    @property
    def events(self) -> list[str]:
        return [body["event"] for body in self.bodies]


def box(receiver: Receiver, **settings: Any) -> tuple[Api, Webhook]:
    api = Api()
    return api, api.sandbox.webhooks.add(URL, transport=receiver, **settings)


@pytest.mark.anyio
class TestEvents:
    async def test_create_edit_and_remove_with_the_full_record(self) -> None:
        """Each change is posted under its name with the record at that time."""
        receiver = Receiver()
        api, _ = box(receiver)
        task = api.post("/tasks", title="Brief", projectId="Hc4RtZ8mWq2NxKb7V")
        api.put("/tasks", _id=task["_id"], title="The brief")
        api.delete("/tasks", _id=task["_id"])
        await api.sandbox.webhooks.deliver()
        assert receiver.events == ["task.create", "task.edit", "task.remove"]
        assert [body["data"]["title"] for body in receiver.bodies] == ["Brief", "The brief", "The brief"]
        assert receiver.bodies[0]["data"] == task
        assert receiver.requests[0].headers["content-type"] == "application/json"
        assert (receiver.requests[0].method, str(receiver.requests[0].url)) == ("POST", URL)

    async def test_nothing_is_sent_for_seeding_reading_or_refusals(self) -> None:
        """Seeds, reads and refused calls cause no events."""
        receiver = Receiver()
        api, _ = box(receiver)
        api.sandbox.seed(tasks=[{"title": "Brief"}])
        api.get("/tasks")
        assert api.call("POST", "/tasks", {"title": 5}).status == 400
        assert await api.sandbox.webhooks.deliver() == []
        assert receiver.requests == []

    async def test_only_selected_events(self) -> None:
        """A webhook receives the events of its names; a star matches anything."""
        receiver = Receiver()
        api, _ = box(receiver, events=["task.*", "contact.remove"])
        api.post("/tasks", title="Brief")
        person = api.post("/people", name={"first": "Leo"}, role="client")
        api.delete("/people", _id=person["_id"])
        await api.sandbox.webhooks.deliver()
        assert receiver.events == ["task.create", "contact.remove"]

    async def test_customary_names_of_events(self) -> None:
        """They stand for what the API calls them, as where a handler is registered; the API's name is delivered."""
        receiver = Receiver()
        api, webhook = box(receiver, events=["Tasks.created", "person.*", "project.updated", "company.deleted"])
        assert webhook.events == ("task.create", "contact.*", "project.edit", "company.remove")
        api.post("/tasks", title="Brief")
        api.post("/people", name={"first": "Leo"}, role="client")
        await api.sandbox.webhooks.deliver()
        assert receiver.events == ["task.create", "contact.create"]

    async def test_the_record_has_the_form_of_the_rest_api(self) -> None:
        """The record has the form of a list answer at the end of the call."""
        receiver = Receiver()
        api = Api(money="text", currency="object", nulls="dropped")
        api.sandbox.webhooks.add(URL, events=["proposal.create"], transport=receiver)
        api.post("/proposals", name="Offer", amount=5, currency="EUR", startDate=None)
        await api.sandbox.webhooks.deliver()
        assert [body["data"] for body in receiver.bodies] == api.get("/proposals")
        assert len(receiver.bodies[0]["data"]["blocks"]) == 3

    async def test_only_the_selected_business(self) -> None:
        """A webhook of one business receives no events of another."""
        receiver = Receiver()
        api, _ = box(receiver, business="other")
        api.post("/tasks", title="here")
        api.headers["business"] = "other"
        api.post("/tasks", title="there")
        await api.sandbox.webhooks.deliver()
        assert [body["data"]["title"] for body in receiver.bodies] == ["there"]

    async def test_custom_headers_are_sent_and_not_shown(self) -> None:
        """A shared secret is sent and is not in a ``repr``."""
        receiver = Receiver()
        api, webhook = box(receiver, headers={"x-secret": "open sesame"})
        api.post("/tasks", title="Brief")
        deliveries = await api.sandbox.webhooks.deliver()
        assert receiver.requests[0].headers["x-secret"] == "open sesame"
        assert "sesame" not in repr(webhook) + repr(deliveries)

    async def test_the_envelope_can_be_replaced(self) -> None:
        """The body can be set, since the real one is not published."""
        receiver = Receiver()

        def flat(event: Event) -> dict[str, Any]:
            return {"type": event.name, **event.record}

        api, _ = box(receiver, envelope=flat)
        task = api.post("/tasks", title="Brief")
        await api.sandbox.webhooks.deliver()
        assert receiver.bodies == [{"type": "task.create", **task}]

    @pytest.mark.parametrize("envelope", ["wrapped", "split", "keyed", "flat", "bare"])
    async def test_each_envelope_is_recognised(self, envelope: Any) -> None:
        """By the receiver of this package, with the record that a read gives."""
        events: list[Received] = []

        async def hook(body: bytes, headers: dict[str, str]) -> None:
            events.append(receive(body, headers, ("x-secret", "open sesame")))

        api = Api()
        api.sandbox.webhooks.add(hook, envelope=envelope, headers={"x-secret": "open sesame"})
        task = api.post("/tasks", title="Brief")
        api.delete("/tasks", _id=task["_id"])
        (created, removed) = await api.sandbox.webhooks.deliver()
        assert (created.state, removed.state) == ("delivered", "delivered")
        assert [event.name for event in events] == ["task.create", "task.remove"]
        assert events[0].record == Task.from_dict(task)

    async def test_every_event_of_the_sandbox_has_its_model(self) -> None:
        """By the name that the sandbox gives its records."""
        for resource in (one for one in catalogue().resources.values() if one.schema_name):
            body = {"event": f"{resource.event_entity}.edit", "data": {"_id": "Hc4RtZ8mWq2NxKb7V"}}
            record = receive(json.dumps(body), {}).record
            assert record is not None, resource.name
            assert type(record).__name__ == resource.schema_name

    async def test_two_webhooks_get_the_same_event(self) -> None:
        """Each receives it, and a failure of one does not affect the other."""
        bad, good = Receiver(500), Receiver()
        api, _ = box(bad)
        api.sandbox.webhooks.add(URL, transport=good)
        api.post("/tasks", title="Brief")
        states = [delivery.state for delivery in await api.sandbox.webhooks.deliver()]
        assert states == ["waiting", "delivered"]


@pytest.mark.anyio
class TestRetries:
    def test_retry_delays_are_the_documented_ones(self) -> None:
        """Ten, exponential, from 5 minutes to 48 hours."""
        assert (len(RETRY_DELAYS), RETRY_DELAYS[0], RETRY_DELAYS[-1]) == (10, 300.0, 172_800.0)
        factors = [after / before for before, after in pairwise(RETRY_DELAYS)]
        assert max(factors) - min(factors) < 0.01
        assert min(factors) > 2

    async def test_a_delivery_is_given_up_after_ten_retries(self) -> None:
        """Eleven attempts at the right times, and then the delivery is given up."""
        receiver = Receiver(500)
        api, _ = box(receiver)
        hooks, began = api.sandbox.webhooks, api.clock.time()
        api.post("/tasks", title="Brief")
        await hooks.deliver()
        for wait in RETRY_DELAYS:
            await api.clock.advance(wait - 1)
            assert await hooks.deliver() == []
            await api.clock.advance(1)
            assert len(await hooks.deliver()) == 1
        (delivery,) = hooks.deliveries
        assert (len(receiver.requests), delivery.state, hooks.due) == (11, "given up", None)
        assert [round(attempt.at - began) for attempt in delivery.attempts] == [
            round(sum(RETRY_DELAYS[:number])) for number in range(11)
        ]

    @pytest.mark.parametrize("failure", [500, 404, 302, httpx.ConnectError("refused"), httpx.ReadTimeout("slow")])
    async def test_failed_attempts_are_retried(self, failure: Any) -> None:
        """An error status, a redirect and a missing answer are retried."""
        receiver = Receiver(failure, 204)
        api, _ = box(receiver)
        api.post("/tasks", title="Brief")
        (delivery,) = await api.sandbox.webhooks.deliver()
        assert (delivery.state, api.sandbox.webhooks.due) == ("waiting", api.clock.time() + 300.0)
        await api.clock.advance(300.0)
        await api.sandbox.webhooks.deliver()
        assert delivery.state == "delivered"
        assert [attempt.status for attempt in delivery.attempts] == [
            failure if isinstance(failure, int) else None,
            204,
        ]
        assert receiver.bodies[0] == receiver.bodies[1]

    async def test_repeats_of_a_success(self) -> None:
        """As if the answer had been lost, so many times, after the documented waits."""
        statuses = [500, None, 204, 200, 200]
        at: list[float] = []
        api = Api()

        async def hook(body: bytes, headers: dict[str, str]) -> int | None:
            at.append(api.clock.time())
            return statuses[len(at) - 1]

        api.sandbox.webhooks.add(hook, repeats=2)
        began = api.clock.time()
        api.post("/tasks", title="Brief")
        for wait in (0.0, *RETRY_DELAYS[:3], 200_000.0):
            await api.clock.advance(wait)
            await api.sandbox.webhooks.deliver()
        assert [moment - began for moment in at] == [sum(RETRY_DELAYS[:number]) for number in range(4)]
        assert [delivery.state for delivery in api.sandbox.webhooks.deliveries] == ["delivered"]

    async def test_a_success_is_not_sent_again(self) -> None:
        """Later deliveries do not repeat it."""
        receiver = Receiver()
        api, _ = box(receiver)
        api.post("/tasks", title="Brief")
        await api.sandbox.webhooks.deliver()
        await api.clock.advance(200_000)
        assert await api.sandbox.webhooks.deliver() == []
        assert len(receiver.requests) == 1

    async def test_an_exception_of_a_receiver_is_a_failed_attempt_and_is_raised(self) -> None:
        """The error of an application in this process reaches the test, and the event is tried again."""
        receiver = Receiver(KeyError("oops"), 200)
        api, _ = box(receiver)
        api.post("/tasks", title="Brief")
        with pytest.raises(KeyError, match="oops"):
            await api.sandbox.webhooks.deliver()
        (delivery,) = api.sandbox.webhooks.deliveries
        assert (delivery.state, delivery.attempts[0].error) == ("waiting", "KeyError('oops')")
        await api.clock.advance(300)
        await api.sandbox.webhooks.deliver()
        assert delivery.state == "delivered"

    async def test_a_cancelled_attempt_does_not_count(self) -> None:
        """A cancelled attempt does not count, and the delivery stays due."""
        receiver = Receiver()
        receiver.then = anyio.sleep_forever
        api, _ = box(receiver)
        api.post("/tasks", title="Brief")
        async with anyio.create_task_group() as group:
            group.start_soon(api.sandbox.webhooks.deliver)
            await anyio.wait_all_tasks_blocked()
            group.cancel_scope.cancel()
        (delivery,) = api.sandbox.webhooks.deliveries
        assert (delivery.state, delivery.attempts) == ("waiting", [])
        receiver.then = None
        assert await api.sandbox.webhooks.deliver() == [delivery]
        assert delivery.state == "delivered"

    async def test_a_removed_webhook_receives_nothing(self) -> None:
        """Neither new events nor retries of old ones."""
        receiver = Receiver(500)
        api, webhook = box(receiver)
        api.post("/tasks", title="one")
        await api.sandbox.webhooks.deliver()
        api.sandbox.webhooks.remove(webhook)
        api.sandbox.webhooks.remove(webhook)
        api.post("/tasks", title="two")
        await api.clock.advance(300)
        assert await api.sandbox.webhooks.deliver() == []
        assert [delivery.state for delivery in api.sandbox.webhooks.deliveries] == ["given up"]

    async def test_reset_drops_deliveries_and_keeps_webhooks(self) -> None:
        """Waiting deliveries are dropped; later events are delivered."""
        receiver = Receiver()
        clock = FakeClock()
        sandbox = Sandbox(clock=clock)
        sandbox.webhooks.add(URL, transport=receiver)
        async with Plutio.sandbox(sandbox, clock=clock) as plutio:
            await plutio.tasks.create(title="one")
        sandbox.reset()
        assert (await sandbox.webhooks.deliver(), sandbox.webhooks.deliveries) == ([], [])
        async with Plutio.sandbox(sandbox, clock=clock) as plutio:
            await plutio.tasks.create(title="two")
        await sandbox.webhooks.deliver()
        assert [body["data"]["title"] for body in receiver.bodies] == ["two"]


@pytest.mark.anyio
class TestDelivery:
    async def test_events_that_a_receiver_causes_wait_for_the_next_call(self) -> None:
        """A receiver that writes at each event causes no endless loop."""
        receiver = Receiver()
        api, _ = box(receiver)

        async def write() -> None:
            api.post("/tasks", title="echo")

        receiver.then = write
        api.post("/tasks", title="Brief")
        assert len(await api.sandbox.webhooks.deliver()) == 1
        assert len(await api.sandbox.webhooks.deliver()) == 1
        assert len(api.sandbox.records("tasks")) == 3

    async def test_the_given_transport_stays_open(self) -> None:
        """A transport of the test is not closed."""
        receiver = Receiver()
        api, _ = box(receiver)
        api.post("/tasks", title="Brief")
        await api.sandbox.webhooks.deliver()
        assert not receiver.closed

    async def test_run_posts_events_at_once_and_retries_when_due(self) -> None:
        """`run` delivers in the background on the test's clock until cancelled."""
        receiver = Receiver(500, 200)
        clock = JumpingClock(0.0)
        sandbox = Sandbox(clock=clock)
        sandbox.webhooks.add(URL, events=["task.create"], transport=receiver)
        async with Plutio.sandbox(sandbox, clock=clock) as plutio, anyio.create_task_group() as group:
            group.start_soon(sandbox.webhooks.run)
            await plutio.tasks.create(title="one")
            await clock.sleep(299)
            assert [body["data"]["title"] for body in receiver.bodies] == ["one"]
            await clock.sleep(2)
            assert [body["data"]["title"] for body in receiver.bodies] == ["one", "one"]
            await plutio.tasks.create(title="two")
            await clock.sleep(1)
            assert [body["data"]["title"] for body in receiver.bodies] == ["one", "one", "two"]
            group.cancel_scope.cancel()
        assert [delivery.state for delivery in sandbox.webhooks.deliveries] == ["delivered", "delivered"]

    async def test_delivery_over_real_http(self, listener: tuple[str, list[Any]]) -> None:
        """Without a transport it is a real request."""
        url, received = listener
        api = Api()
        api.sandbox.webhooks.add(url, headers={"x-secret": "open sesame"})
        task = api.post("/tasks", title="Brief")
        (delivery,) = await api.sandbox.webhooks.deliver()
        assert delivery.state == "delivered"
        assert received == [("open sesame", {"event": "task.create", "data": task})]

    async def test_a_refused_connection(self) -> None:
        """A refused connection is a failed attempt with an error."""
        api = Api()
        api.sandbox.webhooks.add("http://127.0.0.1:1/hooks")
        api.post("/tasks", title="Brief")
        (delivery,) = await api.sandbox.webhooks.deliver()
        assert delivery.state == "waiting"
        assert "ConnectError" in str(delivery.attempts[0].error)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[Any]]]:
    received: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            received.append((self.headers["x-secret"], json.loads(body)))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Logs nothing."""

    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/hooks", received
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"receiver": "app.example.com/hooks"}, "the receiver is a URL such as"),
        ({"receiver": "ftp://app.example.com"}, "the receiver is a URL such as"),
        ({"receiver": None}, "the receiver is a URL such as"),
        ({"events": []}, "at least one event"),
        ({"events": ["task.creat"]}, "no event 'task.creat'. Did you mean 'task.create'"),
        ({"events": ["tusk.*"]}, r"no event 'tusk.\*'"),
        ({"events": ["persn.created"]}, "no event 'persn.created'"),
        ({"events": [None]}, "no event None"),
        ({"events": 5}, "events cannot be 5; they are names such as"),
        ({"headers": 5}, "headers cannot be of type int"),
        ({"headers": {"x-secret": 5}}, "headers cannot be of type dict; they map names to values, all text"),
        ({"envelope": 5}, "envelope cannot be 5"),
        ({"envelope": "flatt"}, "no envelope 'flatt'. Did you mean 'flat'"),
        ({"repeats": -1}, "repeats"),
        ({"transport": 5}, "transport cannot be 5"),
        ({"business": "elsewhere"}, "no business 'elsewhere'"),
    ],
)
def test_a_webhook_that_cannot_work_is_an_error(settings: dict[str, Any], message: str) -> None:
    """The message names the problem and valid values; nothing is added."""
    with pytest.raises(SandboxError, match=message):
        Sandbox().webhooks.add(**{"receiver": URL, **settings})
