"""One event on its way to one URL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

import httpx
from attrs import define, field, frozen

from plutio_async.testing._api.store import Event

RETRIES = 10
SHORTEST, LONGEST = 300.0, 172_800.0
# Documented are ten retries, exponential, 5 minutes to 48 hours. The factor that joins the two ends is ours.
WAITS = tuple(float(round(SHORTEST * (LONGEST / SHORTEST) ** (at / (RETRIES - 1)))) for at in range(RETRIES))

_PATIENCE = 30.0


@frozen(eq=False)
class Webhook:
    """Where events go. The ``repr`` shows no headers, since one of them is often a shared secret."""

    url: str
    events: tuple[str, ...]
    headers: Mapping[str, str] = field(repr=False)
    business: str | None
    envelope: Callable[[Event], Any] = field(repr=False)
    transport: httpx.AsyncBaseTransport | None = field(repr=False)

    async def post(self, event: Event) -> int:
        """The status of the answer.

        Raises:
            httpx.TransportError: there was none.
        """
        body = self.envelope(event)
        client = httpx.AsyncClient(transport=self.transport, trust_env=False, timeout=_PATIENCE)
        if self.transport is not None:  # it stays open, for it is not ours
            return (await client.post(self.url, json=body, headers=dict(self.headers))).status_code
        async with client:
            return (await client.post(self.url, json=body, headers=dict(self.headers))).status_code


@frozen
class Attempt:
    """One try. ``status`` is ``None`` when no answer came, and ``error`` says why."""

    at: float
    status: int | None
    error: str | None = None


@define(eq=False)
class Delivery:
    """What became of one event for one webhook. ``due`` is the moment of the next try, ``None`` when there is none."""

    webhook: Webhook
    event: Event
    due: float | None
    attempts: list[Attempt] = field(factory=list)

    @property
    def state(self) -> Literal["waiting", "delivered", "given up"]:
        """Whether it is still to come, has arrived, or never will."""
        if self.due is not None:
            return "waiting"
        return "delivered" if self.attempts and _good(self.attempts[-1]) else "given up"

    def note(self, attempt: Attempt) -> None:
        """Notes a try and sets when the next one is due."""
        self.attempts.append(attempt)
        tries = len(self.attempts)
        self.due = None if _good(attempt) or tries > RETRIES else attempt.at + WAITS[tries - 1]


def _good(attempt: Attempt) -> bool:
    return attempt.status is not None and 200 <= attempt.status < 300
