"""Webhooks: the sandbox posts the events of its records to a URL, or passes them to a function.

    sandbox.webhooks.add("http://app.example.com/hooks", events=["task.*"], headers={"x-secret": "…"})
    await sandbox.webhooks.deliver()

The names of the events, the full record and the retries are documented. **The envelope around the record is not
published:** ``{"event": "task.edit", "data": {…}}`` is a guess; ``envelope`` sets another one.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any, Literal, Never
from urllib.parse import urlsplit

import anyio
from attrs import define, field, frozen

from plutio_async._core.json_text import json_text
from plutio_async._http.library import either, httpx, library_of
from plutio_async._http.settings import AsyncTransport
from plutio_async._models.json_form import raw
from plutio_async.testing import _checks as check
from plutio_async.testing._api.catalogue import catalogue
from plutio_async.testing._api.protocol import SandboxProtocol
from plutio_async.testing._api.store import Event
from plutio_async.testing._envelopes import Envelope, body_of, check_envelope, headers_of
from plutio_async.testing.errors import SandboxError, nearest
from plutio_async.webhooks._entities import pattern_of

__all__ = ["Attempt", "Delivery", "Receiver", "Webhook", "Webhooks"]

ACTIONS = ("create", "edit", "remove")
RETRIES = 10
SHORTEST, LONGEST = 300.0, 172_800.0
# Documented: ten retries, exponential, from 5 minutes to 48 hours. The growth factor between them is ours.
RETRY_DELAYS = tuple(float(round(SHORTEST * (LONGEST / SHORTEST) ** (at / (RETRIES - 1)))) for at in range(RETRIES))

_TIMEOUT = 30.0


Receiver = Callable[[bytes, dict[str, str]], Awaitable[int | None]]
"""An async function of a body and its headers. It returns the status of the response; ``None`` is 200."""


@frozen(eq=False)
class Webhook:
    """A receiver of events. The ``repr`` shows no headers, because they often contain a shared secret."""

    receiver: str | Receiver
    events: tuple[str, ...]
    headers: Mapping[str, str] = field(repr=False)
    business: str | None
    envelope: Envelope = field(repr=False)
    transport: AsyncTransport | None = field(repr=False)
    repeats: int

    async def post(self, event: Event) -> int:
        """Posts an event, and returns the status of the response.

        Raises:
            httpx.TransportError: there was no response.
        """
        body = json_text(body_of(self.envelope, event)).encode()
        headers = {"content-type": "application/json", **self.headers, **headers_of(self.envelope, event)}
        if not isinstance(self.receiver, str):
            status = await self.receiver(body, headers)
            return 200 if status is None else status
        library: Any = httpx if self.transport is None else library_of(self.transport, "AsyncBaseTransport")
        client = library.AsyncClient(transport=self.transport, trust_env=False, timeout=_TIMEOUT)
        try:
            response = await client.post(self.receiver, content=body, headers=headers)
            return int(response.status_code)
        finally:
            if self.transport is None:  # a transport of the caller stays open
                await client.aclose()

    def receives(self, event: Event) -> bool:
        """Whether the event is one of those to send."""
        if self.business not in (None, event.business):
            return False
        return any(fnmatchcase(event.name, pattern) for pattern in self.events)


@frozen
class Attempt:
    """One attempt. ``status`` is ``None`` without a response, and ``error`` names the reason."""

    at: float
    status: int | None
    error: str | None = None

    @property
    def succeeded(self) -> bool:
        """Whether the status was 2xx."""
        return self.status is not None and 200 <= self.status < 300


@define(eq=False)
class Delivery:
    """One event for one webhook. ``due`` is the time of the next attempt, ``None`` if there is none."""

    webhook: Webhook
    event: Event
    due: float | None
    attempts: list[Attempt] = field(factory=list)

    @property
    def state(self) -> Literal["waiting", "delivered", "given up"]:
        """Whether it waits for an attempt, was delivered, or was given up."""
        if self.due is not None:
            return "waiting"
        return "delivered" if self.attempts and self.attempts[-1].succeeded else "given up"

    def note(self, attempt: Attempt) -> None:
        """Records an attempt and schedules the next one."""
        self.attempts.append(attempt)
        tries = len(self.attempts)
        successes = sum(one.succeeded for one in self.attempts)
        over = tries > RETRIES or successes > self.webhook.repeats
        self.due = None if over else attempt.at + RETRY_DELAYS[tries - 1]


class Webhooks:
    """The webhooks of one sandbox. Only ``deliver()`` and ``run()`` send anything."""

    def __init__(self, sandbox: SandboxProtocol) -> None:
        self._sandbox = sandbox
        self._webhooks: list[Webhook] = []
        self._waiting: list[Delivery] = []
        self._log: deque[Delivery] = deque(maxlen=10_000)
        self._added: tuple[int, anyio.Event] | None = None
        sandbox.on_event(self._on_event)

    @property
    def deliveries(self) -> list[Delivery]:
        """The delivery of each event to each webhook, the oldest first."""
        return list(self._log)

    @property
    def due(self) -> float | None:
        """The time of the next attempt, as ``time()`` of the clock; ``None`` if nothing waits."""
        return min((delivery.due for delivery in self._waiting if delivery.due is not None), default=None)

    def add(
        self,
        receiver: str | Receiver,
        *,
        events: Iterable[str] = ("*",),
        headers: Mapping[str, str] | None = None,
        business: str | None = None,
        envelope: Envelope = "wrapped",
        transport: AsyncTransport | None = None,
        repeats: int = 0,
    ) -> Webhook:
        """Posts the events of calls to a receiver from now on. Seeding causes no events.

        Args:
            receiver: A URL, or an async function of the body and the headers that may return a status.
            events: The names of the events, such as ``task.create``; ``*`` matches anything. ``created``, ``updated``,
                ``deleted`` and ``person`` mean the names that the API uses, as in ``Inbox.on``.
            headers: Headers to send, such as a shared secret.
            business: Only events of this business.
            envelope: ``"wrapped"``, ``"split"``, ``"keyed"``, ``"flat"``, ``"bare"``, or a function that creates the
                body of an event, any JSON value.
            transport: Replaces the network, such as ``httpx.ASGITransport(app)``; it is not closed.
            repeats: How often each event is posted again after a success, as if the response had been lost.

        Raises:
            SandboxError: the receiver is invalid, or there is no such event, business or envelope.
        """
        if business is not None:
            self._sandbox.records("businesses", business=business)
        _check_receiver(receiver, transport)
        check_envelope(envelope)
        check.whole("repeats", repeats, 0)
        webhook = Webhook(receiver, _events(events), _headers(headers), business, envelope, transport, repeats)
        self._webhooks.append(webhook)
        return webhook

    def remove(self, webhook: Webhook) -> None:
        """Stops all deliveries to a webhook, retries included. May be called twice."""
        self._webhooks = [kept for kept in self._webhooks if kept is not webhook]
        for delivery in [waiting for waiting in self._waiting if waiting.webhook is webhook]:
            delivery.due = None
            self._waiting.remove(delivery)

    def clear(self) -> None:
        """Removes all deliveries, waiting ones included. The webhooks stay."""
        self._waiting.clear()
        self._log.clear()

    async def deliver(self) -> list[Delivery]:
        """Posts the deliveries that are due, one after the other, and returns them.

        Events that the receivers cause wait for the next call. An exception of a receiver in this process counts as a
        failed attempt, and is raised.
        """
        now = self._sandbox.clock.time()
        due = [delivery for delivery in self._waiting if delivery.due is not None and delivery.due <= now]
        due.sort(key=lambda delivery: delivery.due or 0.0)
        for delivery in due:
            if delivery in self._waiting:
                await self._attempt(delivery)
        return due

    async def run(self) -> Never:
        """Posts each delivery when it is due, until cancelled: ``group.start_soon(sandbox.webhooks.run)``.

        The sandbox must be used in the same event loop. Call ``deliver()`` for a sandbox that a thread serves.
        """
        while True:
            added = anyio.Event()
            self._added = threading.get_ident(), added
            await self.deliver()
            async with anyio.create_task_group() as group:
                if self.due is not None:
                    group.start_soon(self._wake_at, self.due, added)
                await added.wait()
                group.cancel_scope.cancel()

    async def _wake_at(self, due: float, added: anyio.Event) -> None:
        await self._sandbox.clock.sleep(due - self._sandbox.clock.time())
        added.set()

    async def _attempt(self, delivery: Delivery) -> None:
        self._waiting.remove(delivery)
        at = self._sandbox.clock.time()
        try:
            delivery.note(Attempt(at, await delivery.webhook.post(delivery.event)))
        except either("TransportError") as error:
            delivery.note(Attempt(at, None, f"{type(error).__name__}: {error}"))
        except Exception as error:
            delivery.note(Attempt(self._sandbox.clock.time(), None, repr(error)))
            raise
        finally:
            if delivery.due is not None:
                self._waiting.append(delivery)

    def _on_event(self, event: Event) -> None:
        for webhook in self._webhooks:
            if webhook.receives(event):
                delivery = Delivery(webhook, event, due=event.at)
                self._waiting.append(delivery)
                self._log.append(delivery)
        if self._added is not None and self._added[0] == threading.get_ident():
            self._added[1].set()


def _check_receiver(receiver: object, transport: object) -> None:
    parts = urlsplit(receiver) if isinstance(receiver, str) else None
    if not callable(receiver) and (parts is None or parts.scheme not in ("http", "https") or not parts.hostname):
        raise SandboxError(f"the receiver is a URL such as 'http://app.example.com/hooks', not {receiver!r}")
    if transport is not None and library_of(transport, "AsyncBaseTransport") is None:
        expected = "an async one of httpx or httpx2, such as httpx.ASGITransport(app)"
        raise SandboxError(f"transport cannot be {transport!r}; it is {expected}")


def _events(events: object) -> tuple[str, ...]:
    names = (events,) if isinstance(events, str) else events
    if not isinstance(names, Iterable):
        raise SandboxError(f"events cannot be {events!r}; they are names such as ['task.*']")
    names = tuple(names)
    if not names:
        raise SandboxError("a webhook needs at least one event; '*' is all of them")
    known = [f"{resource.event_entity}.{action}" for resource in catalogue().resources.values() for action in ACTIONS]
    patterns: list[str] = []
    for name in names:
        pattern = pattern_of(raw(name)) if isinstance(name, str) else ""
        if not any(fnmatchcase(event, pattern) for event in known):
            raise SandboxError(f"there is no event {name!r}.{nearest(pattern, known)}")
        patterns.append(pattern)
    return tuple(patterns)


def _headers(headers: object) -> dict[str, str]:
    if headers is None:
        return {}
    if not isinstance(headers, Mapping) or not all(isinstance(text, str) for pair in headers.items() for text in pair):
        raise SandboxError(f"headers cannot be of type {type(headers).__name__}; they map names to values, all text")
    return dict(headers)
