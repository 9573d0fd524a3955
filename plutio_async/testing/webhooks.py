"""Webhooks: the sandbox posts what happens to its records to a URL.

    sandbox.webhooks.add("http://app.example.com/hooks", events=["task.*"], headers={"x-secret": "…"})
    await sandbox.webhooks.deliver()

Documented are the names of the events, that the full record is sent, and the retries. **The envelope around the record
is not published:** the one here, ``{"event": "task.edit", "data": {…}}``, is a guess; give ``envelope`` to try another.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any, Never
from urllib.parse import urlsplit

import anyio
import httpx

from plutio_async.testing._api.catalogue import catalogue
from plutio_async.testing._api.contract import Controlled
from plutio_async.testing._api.store import Event
from plutio_async.testing._delivery import Attempt, Delivery, Webhook
from plutio_async.testing.errors import SandboxError, nearest

__all__ = ["Attempt", "Delivery", "Webhook", "Webhooks", "enveloped"]

ACTIONS = ("create", "edit", "remove")


def enveloped(event: Event) -> dict[str, Any]:
    """The body that is posted unless another is wanted."""
    return {"event": event.name, "data": event.record}


class Webhooks:
    """The webhooks of one sandbox. Nothing is sent until ``deliver()`` is called or ``run()`` runs."""

    def __init__(self, sandbox: Controlled) -> None:
        self._sandbox = sandbox
        self._webhooks: list[Webhook] = []
        self._waiting: list[Delivery] = []
        self._log: deque[Delivery] = deque(maxlen=10_000)
        self._news: tuple[int, anyio.Event] | None = None
        sandbox.on_event(self._happened)

    @property
    def deliveries(self) -> list[Delivery]:
        """What became of each event for each webhook, the oldest first."""
        return list(self._log)

    @property
    def due(self) -> float | None:
        """The moment of the next try, in the clock's ``time()``; ``None`` when nothing waits."""
        return min((delivery.due for delivery in self._waiting if delivery.due is not None), default=None)

    def add(
        self,
        url: str,
        *,
        events: Iterable[str] = ("*",),
        headers: Mapping[str, str] | None = None,
        business: str | None = None,
        envelope: Callable[[Event], Any] = enveloped,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> Webhook:
        """Posts the events of calls to a URL from now on. Seeding is no event.

        Args:
            url: Where to.
            events: Their names, such as ``task.create``; ``*`` stands for anything.
            headers: Sent along, such as a shared secret.
            business: Only the events of this one.
            envelope: Makes the body of an event, anything that is JSON.
            transport: Takes the place of the network, such as ``httpx.ASGITransport(app)``; it is not closed.

        Raises:
            SandboxError: the URL cannot be posted to, or there is no such event or business.
        """
        if business is not None:
            self._sandbox.records("businesses", business=business)
        _check_way(url, transport, envelope)
        webhook = Webhook(url, _events(events), _headers(headers), business, envelope, transport)
        self._webhooks.append(webhook)
        return webhook

    def remove(self, webhook: Webhook) -> None:
        """Sends nothing more to it, retries included. May be called twice."""
        self._webhooks = [kept for kept in self._webhooks if kept is not webhook]
        for delivery in [waiting for waiting in self._waiting if waiting.webhook is webhook]:
            delivery.due = None
            self._waiting.remove(delivery)

    def clear(self) -> None:
        """Forgets all deliveries, also those that wait. The webhooks stay."""
        self._waiting.clear()
        self._log.clear()

    async def deliver(self) -> list[Delivery]:
        """Posts what is due now, one after the other, and returns it.

        What the receivers bring about waits for the next time. An exception of a receiver that runs in this process is
        a failed try, and is raised.
        """
        now = self._sandbox.clock.time()
        due = [delivery for delivery in self._waiting if delivery.due is not None and delivery.due <= now]
        due.sort(key=lambda delivery: delivery.due or 0.0)
        for delivery in due:
            if delivery in self._waiting:
                await self._try(delivery)
        return due

    async def run(self) -> Never:
        """Posts whatever is due, whenever it is, until cancelled: ``group.start_soon(sandbox.webhooks.run)``.

        The sandbox has to be used in the same event loop. With one that is served from a thread, call ``deliver()``.
        """
        while True:
            news = anyio.Event()
            self._news = threading.get_ident(), news
            await self.deliver()
            async with anyio.create_task_group() as group:
                if self.due is not None:
                    group.start_soon(self._announce, self.due, news)
                await news.wait()
                group.cancel_scope.cancel()

    async def _announce(self, due: float, news: anyio.Event) -> None:
        await self._sandbox.clock.sleep(due - self._sandbox.clock.time())
        news.set()

    async def _try(self, delivery: Delivery) -> None:
        self._waiting.remove(delivery)
        attempt = None
        try:
            attempt = await self._post(delivery)
        except Exception as error:
            attempt = Attempt(self._sandbox.clock.time(), None, repr(error))
            raise
        finally:
            if attempt is not None:
                delivery.note(attempt)
            if delivery.due is not None:
                self._waiting.append(delivery)

    async def _post(self, delivery: Delivery) -> Attempt:
        at = self._sandbox.clock.time()
        try:
            status = await delivery.webhook.post(delivery.event)
        except httpx.TransportError as error:
            return Attempt(at, None, f"{type(error).__name__}: {error}")
        return Attempt(at, status)

    def _happened(self, event: Event) -> None:
        for webhook in self._webhooks:
            if webhook.business in (None, event.business) and _wanted(webhook.events, event.name):
                delivery = Delivery(webhook, event, due=event.at)
                self._waiting.append(delivery)
                self._log.append(delivery)
        if self._news is not None and self._news[0] == threading.get_ident():
            self._news[1].set()


def _wanted(names: tuple[str, ...], name: str) -> bool:
    return any(fnmatchcase(name, wanted) for wanted in names)


def _check_way(url: object, transport: object, envelope: object) -> None:
    parts = urlsplit(url) if isinstance(url, str) else None
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise SandboxError(f"url must look like 'http://app.example.com/hooks', not {url!r}")
    if transport is not None and not isinstance(transport, httpx.AsyncBaseTransport):
        raise SandboxError(f"transport cannot be {transport!r}; it is one of httpx, such as httpx.ASGITransport(app)")
    if not callable(envelope):
        raise SandboxError(f"envelope cannot be {envelope!r}; it is a function of an event")


def _events(events: object) -> tuple[str, ...]:
    names = (events,) if isinstance(events, str) else events
    if not isinstance(names, Iterable):
        raise SandboxError(f"events cannot be {events!r}; they are names such as ['task.*']")
    names = tuple(names)
    if not names:
        raise SandboxError("a webhook needs at least one event; '*' is all of them")
    known = [f"{resource.told_as}.{action}" for resource in catalogue().resources.values() for action in ACTIONS]
    for name in names:
        if not isinstance(name, str) or not any(fnmatchcase(event, name) for event in known):
            raise SandboxError(f"there is no event {name!r}.{_hint(str(name), known)}")
    return names


def _hint(name: str, known: list[str]) -> str:
    entity, dot, action = name.partition(".")
    told_as = {resource.kind: resource.told_as for resource in catalogue().resources.values()}
    if told_as.get(entity, entity) != entity:
        return f" Did you mean '{told_as[entity]}{dot}{action}'?"
    return nearest(name, known)


def _headers(headers: object) -> dict[str, str]:
    if headers is None:
        return {}
    if not isinstance(headers, Mapping) or not all(isinstance(text, str) for pair in headers.items() for text in pair):
        raise SandboxError(f"headers cannot be of type {type(headers).__name__}; they map names to values, all text")
    return dict(headers)
