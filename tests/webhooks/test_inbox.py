"""The inbox: each event is handled once, by one worker, and none is lost."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import anyio
import pytest
from anyio.lowlevel import checkpoint

from plutio_async import raw
from plutio_async.errors import ConfigurationError, WebhookError
from plutio_async.models import Task
from plutio_async.testing import FakeClock
from plutio_async.testing._api.catalogue import catalogue
from plutio_async.testing.webhooks import ACTIONS, RETRY_DELAYS
from plutio_async.webhooks import Event, Inbox, MemoryInboxStore, receive
from tests.testing.api import Api

pytestmark = [pytest.mark.anyio, pytest.mark.both_loops]


def event(name: str = "task.edit", id: str = "kQ7mZt2RvX9LpWs4H") -> Event:
    return receive(f'{{"{name}": {{"_id": "{id}"}}}}', {})


class Worker:
    """Handles events through a store that it may share, and can be made to wait or to fail."""

    def __init__(self, clock: FakeClock, store: Any = None, lease: float = 60.0) -> None:
        self.inbox = Inbox(store, lease=lease, clock=clock)
        self.seen: list[str | None] = []
        self.ended = 0
        self.waits: anyio.Event | None = None
        self.fails: BaseException | None = None
        self.outcome: Any = None
        self.inbox.on("*")(self.changed)

    async def changed(self, event: Event) -> None:
        self.seen.append(event.name)
        if self.waits is not None:
            await self.waits.wait()
        if self.fails is not None:
            raise self.fails
        self.ended += 1

    async def handle(self, event: Event) -> None:
        try:
            self.outcome = await self.inbox.handle(event)
        except Exception as error:
            self.outcome = error


class FlakyStore(MemoryInboxStore):
    """Fails where it is set to, or waits for ever."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock)
        self.broken: dict[str, BaseException | None] = {}

    async def _step(self, name: str) -> None:
        await checkpoint()  # as a store that uses a file or a network
        if name in self.broken:
            error = self.broken[name]
            if error is None:
                await anyio.sleep_forever()
            else:
                raise error

    async def claim(self, key: str, owner: str, lease: float) -> Any:
        await self._step("claim")
        return await super().claim(key, owner, lease)

    async def renew(self, key: str, owner: str, lease: float) -> bool:
        await self._step("renew")
        return await super().renew(key, owner, lease)

    async def commit(self, key: str, owner: str, keep: float) -> bool:
        await self._step("commit")
        return await super().commit(key, owner, keep)

    async def release(self, key: str, owner: str) -> None:
        await self._step("release")
        await super().release(key, owner)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store(clock: FakeClock) -> FlakyStore:
    return FlakyStore(clock)


class TestNames:
    @pytest.mark.parametrize(
        ("registered", "delivered"),
        [
            ("task.created", "task.create"),
            ("task.updated", "task.edit"),
            ("task.deleted", "task.remove"),
            ("Tasks.edit", "task.edit"),
            ("task updated", "task.edit"),
            ("person.create", "contact.create"),
            ("people.*", "contact.edit"),
            ("contact.create", "person.created"),
            ("*.updated", "invoice.edit"),
            ("time-entry.edit", "time-track.edit"),
            ("timeTracks.edit", "time-entry.updated"),
            ("time*.edit", "time-track.edit"),
            ("invoice.paid", "invoice paid"),
            ("*.paid", "invoice paid"),
            ("*task*", "task-board.edit"),
            (raw("automation.created"), "automation.create"),
            (raw("task.polished"), "task.polished"),
            (raw("schedule.*"), "schedule.edit"),
        ],
    )
    async def test_a_handler_is_called_however_the_event_is_spelt(
        self, clock: FakeClock, registered: str, delivered: str
    ) -> None:
        """One function names the events of handlers and of deliveries."""
        inbox, seen = Inbox(clock=clock), []

        @inbox.on(registered)
        async def changed(event: Event) -> None:
            seen.append(event.name)

        assert await inbox.handle(event(delivered)) == "handled"
        assert len(seen) == 1

    async def test_every_event_of_the_sandbox_can_be_registered(self, clock: FakeClock) -> None:
        """By the name that the sandbox delivers, and it has that name again."""
        names = {"automation", "dashboard_data", "schedule"}  # of which the description has no records
        entities = {resource.event_entity for resource in catalogue().resources.values()} - names
        assert {"contact", "task", "wiki-page"} <= entities
        for name in [f"{entity}.{action}" for entity in entities for action in ACTIONS]:
            inbox, seen = Inbox(clock=clock), []

            @inbox.on(name)
            async def changed(event: Event, seen: list[Any] = seen) -> None:
                seen.append(event.name)

            await inbox.handle(event(name))
            assert seen == [name]

    @pytest.mark.parametrize(
        ("name", "hint"),
        [
            ("tsk.edit", "did you mean 'task.edit'?"),
            ("tsk.*", "did you mean 'task."),
            ("task.edti", "did you mean 'task.edit'?"),
            ("task.done", "did you mean 'task."),
            ("task", "did you mean 'task."),
            ("contact.signed", "did you mean 'cont"),
            ("automation.create", "write raw('automation.create')"),
            ("attachment.create", "write raw('attachment.create')"),
            ("*.polished", "write raw('*.polished')"),
            ("", "names are such as 'task.edit' or 'task.*'"),
        ],
    )
    async def test_a_name_that_no_event_has_is_refused(self, clock: FakeClock, name: str, hint: str) -> None:
        """When it is registered: its handler would never run, and each delivery would be acknowledged."""
        with pytest.raises(ConfigurationError) as caught:
            Inbox(clock=clock).on("task.edit", name)
        assert f"no event is called {name!r}" in str(caught.value)
        assert hint in str(caught.value)


class TestOnce:
    async def test_a_repeat_is_a_duplicate_for_seven_days(self, clock: FakeClock) -> None:
        """Its handler runs once."""
        worker = Worker(clock)
        assert await worker.inbox.handle(event()) == "handled"
        await clock.advance(7 * 86_400 - 1)
        assert await worker.inbox.handle(event()) == "duplicate"
        assert worker.seen == ["task.edit"]
        await clock.advance(2)
        assert await worker.inbox.handle(event()) == "handled"

    async def test_another_event_is_no_duplicate(self, clock: FakeClock) -> None:
        """Another record, or another event of the same one."""
        worker = Worker(clock)
        outcomes = [await worker.inbox.handle(one) for one in (event(), event(id="x"), event("task.remove"))]
        assert outcomes == ["handled"] * 3

    async def test_a_failure_is_released_so_that_the_repeat_is_handled(self, clock: FakeClock) -> None:
        """At once, and the error is the handler's own."""
        worker = Worker(clock)
        worker.fails = KeyError("oops")
        with pytest.raises(KeyError, match="oops"):
            await worker.inbox.handle(event())
        worker.fails = None
        assert await worker.inbox.handle(event()) == "handled"
        assert await worker.inbox.handle(event()) == "duplicate"

    async def test_a_cancelled_handler_is_released(self, clock: FakeClock, store: FlakyStore) -> None:
        """As a failed one is."""
        worker = Worker(clock, store)
        worker.waits = anyio.Event()
        async with anyio.create_task_group() as group:
            group.start_soon(worker.handle, event())
            await anyio.wait_all_tasks_blocked()
            group.cancel_scope.cancel()
        worker.waits = None
        assert await worker.inbox.handle(event()) == "handled"
        assert worker.seen == ["task.edit", "task.edit"]

    async def test_a_cancelled_commit_still_commits(self, clock: FakeClock, store: FlakyStore) -> None:
        """The handler has run, so the repeat is a duplicate."""
        worker = Worker(clock, store)
        with anyio.CancelScope() as scope:

            async def cancels(_: Event) -> None:
                scope.cancel()

            worker.inbox.on("*")(cancels)
            await worker.inbox.handle(event())
        assert await worker.inbox.handle(event()) == "duplicate"

    async def test_it_is_not_committed_before_the_handler_has_run(self, clock: FakeClock, store: FlakyStore) -> None:
        """A commit that fails is an error, and the repeat is handled."""
        worker = Worker(clock, store)
        store.broken["commit"] = OSError("no disk")
        with pytest.raises(OSError, match="no disk"):
            await worker.inbox.handle(event())
        store.broken.clear()
        assert await worker.inbox.handle(event()) == "handled"

    async def test_a_store_that_fails_handles_nothing(self, clock: FakeClock, store: FlakyStore) -> None:
        """The delivery is repeated, as its status is not 2xx."""
        worker = Worker(clock, store)
        store.broken["claim"] = OSError("no disk")
        with pytest.raises(OSError, match="no disk"):
            await worker.inbox.handle(event())
        assert worker.seen == []

    async def test_a_release_that_fails_hides_no_error(
        self, clock: FakeClock, store: FlakyStore, caplog: pytest.LogCaptureFixture
    ) -> None:
        """The log has it, and the lease ends by itself."""
        worker = Worker(clock, store)
        worker.fails = KeyError("oops")
        store.broken["release"] = OSError("no disk")
        with pytest.raises(KeyError, match="oops"):
            await worker.inbox.handle(event())
        assert "could not be released (OSError)" in caplog.text
        worker.fails = None
        assert await worker.inbox.handle(event()) == "busy"
        await clock.advance(60)
        assert await worker.inbox.handle(event()) == "handled"


class TestTwoWorkers:
    async def test_one_at_a_time(self, clock: FakeClock, store: FlakyStore) -> None:
        """The other is busy while the handler runs, however long that takes, and then it is a duplicate."""
        first, second = Worker(clock, store), Worker(clock, store)
        first.waits = anyio.Event()
        async with anyio.create_task_group() as group:
            group.start_soon(first.handle, event())
            await anyio.wait_all_tasks_blocked()
            for _ in range(40):
                assert await second.inbox.handle(event()) == "busy"
                await clock.advance(15)
            first.waits.set()
        assert first.outcome == "handled"
        assert await second.inbox.handle(event()) == "duplicate"
        assert (first.seen, second.seen) == (["task.edit"], [])

    async def test_a_dead_worker_loses_nothing(self, clock: FakeClock, store: FlakyStore) -> None:
        """Its lease ends, and another worker handles the repeat."""
        assert await store.claim(event().key, "dead", 60.0) == "claimed"
        worker = Worker(clock, store)
        await clock.advance(59)
        assert await worker.inbox.handle(event()) == "busy"
        await clock.advance(1)
        assert await worker.inbox.handle(event()) == "handled"

    @pytest.mark.parametrize("broken", [OSError("no disk"), None], ids=["fails", "hangs"])
    async def test_a_handler_ends_before_its_lease(
        self, clock: FakeClock, store: FlakyStore, broken: BaseException | None
    ) -> None:
        """If the store cannot be reached, so that no other worker runs it at the same time."""
        worker, other = Worker(clock, store), Worker(clock, MemoryInboxStore(clock))
        worker.waits = anyio.Event()
        async with anyio.create_task_group() as group:
            group.start_soon(worker.handle, event())
            await anyio.wait_all_tasks_blocked()
            store.broken["renew"] = broken
            await clock.advance(52)
            assert worker.outcome is None
            await clock.advance(1)
        assert isinstance(worker.outcome, WebhookError)
        assert worker.ended == 0
        assert await other.inbox.handle(event()) == "handled"

    async def test_a_store_that_recovers_in_time_ends_nothing(self, clock: FakeClock, store: FlakyStore) -> None:
        """One renewal may fail."""
        worker = Worker(clock, store)
        worker.waits = anyio.Event()
        async with anyio.create_task_group() as group:
            group.start_soon(worker.handle, event())
            await anyio.wait_all_tasks_blocked()
            store.broken["renew"] = OSError("no disk")
            await clock.advance(32)
            store.broken.clear()
            await clock.advance(600)
            worker.waits.set()
        assert worker.outcome == "handled"

    async def test_a_claim_that_another_worker_took_ends_the_handler(self, clock: FakeClock, store: FlakyStore) -> None:
        """A process that was stopped for longer than its lease does not go on."""
        worker = Worker(clock, store)
        worker.waits = anyio.Event()
        async with anyio.create_task_group() as group:
            group.start_soon(worker.handle, event())
            await anyio.wait_all_tasks_blocked()
            store._entries[event().key].owner = "another"
            await clock.advance(25)
        assert isinstance(worker.outcome, WebhookError)
        assert worker.ended == 0
        assert store._entries[event().key].owner == "another"

    async def test_a_claim_that_was_taken_is_not_committed(self, clock: FakeClock, store: FlakyStore) -> None:
        """The error says that the event may be handled twice; the other's claim stays."""
        worker = Worker(clock, store)

        async def steal(_: Event) -> None:
            store._entries[event().key].owner = "another"

        worker.inbox.on("*")(steal)
        with pytest.raises(WebhookError, match="may be handled twice"):
            await worker.inbox.handle(event())
        assert store._entries[event().key].owner == "another"

    async def test_many_deliveries_of_one_event_at_once(self, clock: FakeClock, store: FlakyStore) -> None:
        """One handles it."""
        workers = [Worker(clock, store) for _ in range(20)]
        async with anyio.create_task_group() as group:
            for worker in workers:
                group.start_soon(worker.handle, event())
        outcomes = sorted(worker.outcome for worker in workers)
        assert outcomes.count("handled") == 1
        assert {*outcomes} <= {"handled", "busy", "duplicate"}


class TestHandlers:
    async def test_by_pattern_in_the_order_of_registration(self, clock: FakeClock) -> None:
        """Each once, whatever its patterns."""
        inbox, ran = Inbox(clock=clock), []

        @inbox.on("task.*", "task.edit", "*")
        async def first(event: Event) -> None:
            ran.append(("first", event.name))

        @inbox.on("task.edit")
        async def second(event: Event) -> None:
            ran.append(("second", event.name))

        @inbox.on("invoice.*")
        async def third(event: Event) -> None:
            ran.append(("third", event.name))

        await inbox.handle(event())
        await inbox.handle(receive(b'{"odd": 1}', {}))
        assert ran == [("first", "task.edit"), ("second", "task.edit"), ("first", None)]

    async def test_an_event_without_a_handler_is_ignored(self, clock: FakeClock, store: FlakyStore) -> None:
        """And not claimed, so that a handler of a later release sees the repeat."""
        inbox = Inbox(store, clock=clock)
        inbox.on("invoice.*")(Worker(clock).changed)
        assert await inbox.handle(event()) == "ignored"
        assert store._entries == {}

    async def test_the_handlers_after_one_that_failed_do_not_run(self, clock: FakeClock) -> None:
        """The repeat runs all of them."""
        worker, other = Worker(clock), Worker(clock)
        worker.inbox.on("*")(other.changed)
        worker.fails = KeyError("oops")
        await worker.handle(event())
        assert other.seen == []
        worker.fails = None
        await worker.handle(event())
        assert (worker.seen, other.seen) == (["task.edit"] * 2, ["task.edit"])

    async def test_the_client_is_the_second_argument(self, clock: FakeClock) -> None:
        """Of the handlers that take one."""
        inbox, got = Inbox(clock=clock), []

        @inbox.on("task.edit")
        async def plain(event: Event) -> None:
            got.append(type(event.record))

        assert not inbox.takes_client

        @inbox.on("task.edit")
        async def with_client(event: Event, plutio: str) -> None:
            got.append(plutio)

        assert inbox.takes_client
        await inbox.handle(event(), "a client")
        assert got == [Task, "a client"]

    async def test_a_parameter_with_a_default_is_the_handler_s_own(self, clock: FakeClock) -> None:
        """It gets no client."""
        inbox, got = Inbox(clock=clock), []

        @inbox.on("task.edit")
        async def changed(event: Event, retries: int = 3, *, quiet: bool = False) -> None:
            got.append((retries, quiet))

        assert not inbox.takes_client
        await inbox.handle(event(), "a client")
        assert got == [(3, False)]

    @pytest.mark.parametrize("handler", [lambda event: None, print, 5])
    async def test_a_handler_is_an_async_function(self, handler: Any) -> None:
        """Another one would block the event loop."""
        with pytest.raises(ConfigurationError, match="async function"):
            Inbox().on("*")(handler)

    @pytest.mark.parametrize(
        "make",
        [
            lambda: Inbox(lease=0),
            lambda: Inbox(lease=math.inf),
            lambda: Inbox(5),  # type: ignore[arg-type]
            lambda: Inbox(""),
            lambda: Inbox("http://example.com"),
            lambda: Inbox(MemoryInboxStore),  # type: ignore[arg-type]
            lambda: Inbox(clock=5),  # type: ignore[arg-type]
            lambda: Inbox().on(),
            lambda: Inbox().on(5),  # type: ignore[arg-type]
        ],
    )
    async def test_a_setting_that_cannot_work(self, make: Callable[[], Any]) -> None:
        """Is a ``ConfigurationError``."""
        with pytest.raises(ConfigurationError):
            make()


async def test_the_sandbox_and_the_inbox_end_to_end() -> None:
    """A handler that fails twice, and answers that are lost: the events are handled once."""
    api = Api()
    clock, failures = api.clock, [KeyError("1"), KeyError("2")]
    inbox, handled = Inbox(clock=clock), []

    @inbox.on("task.*")
    async def changed(event: Event) -> None:
        if failures:
            raise failures.pop()
        handled.append((event.name, event.record))

    async def hook(body: bytes, headers: dict[str, str]) -> int:
        try:
            await inbox.handle(receive(body, headers, ("x-secret", "open sesame")))
        except KeyError:
            return 500
        return 204

    api.sandbox.webhooks.add(hook, headers={"x-secret": "open sesame"}, repeats=3)
    task = api.post("/tasks", title="Brief")
    renamed = api.put("/tasks", _id=task["_id"], title="The brief")
    for wait in (0.0, *RETRY_DELAYS):
        await clock.advance(wait)
        await api.sandbox.webhooks.deliver()
    assert sorted(handled, key=lambda one: one[0]) == [
        ("task.create", Task.from_dict(task)),
        ("task.edit", Task.from_dict(renamed)),
    ]
    assert [len(one.attempts) for one in api.sandbox.webhooks.deliveries] == [5, 5]


def test_nothing_is_kept_for_ever() -> None:
    """The memory store forgets what has ended."""
    clock = FakeClock()
    store = MemoryInboxStore(clock)

    async def fill() -> None:
        for number in range(1000):
            await store.claim(str(number), "a", 60.0)
        await clock.advance(61)
        await store.claim("last", "a", 60.0)

    anyio.run(fill)
    assert [*store._entries] == ["last"]
