"""What can be seen of calls: observers, the counts of calls and waits, and a line of the log for each."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any, Literal
from weakref import WeakValueDictionary

from attrs import Factory, define, frozen

from plutio_async._core.call import Call, Operation, Waited
from plutio_async._core.clock import Clock
from plutio_async._core.errors import ConfigurationError
from plutio_async._http.target import header_of
from plutio_async._pipeline.settings import Settings
from plutio_async._ratelimit.protocol import CallBudget

log = logging.getLogger("plutio_async")

Cause = Literal["budget", "token", "backoff"]
_NOTICEABLE = 0.01
"""Seconds; a shorter wait is none."""

_CANCELLATIONS = ("CancelledError", "Cancelled", "GeneratorExit")


@define(eq=False, weakref_slot=True)
class ObservedCall:
    """A call as observers see it: without ids, query, headers and body. One object from its start to its end.

    Attributes:
        operation: Such as ``"tasks.list"``; ``"request"`` for ``plutio.request()``, ``"oauth.token"`` for a token call.
        method: Such as ``"GET"``.
        path: Such as ``"/tasks"``; ``None`` for ``plutio.request()``, whose path may hold an id.
        base_url: The server, and the version of the API.
        attempt: The number of the current or last attempt, from 1.
        waited: Seconds of its waits, by ``"budget"``, ``"token"`` and ``"backoff"``.
        calls_left: Calls that the budget had left at the last event.
        client: A short name of the API client, without its id. Clients of one id in a process have ``-2``, … behind it.
        workspace: The ``business`` that the client was made with, whatever the call's; ``None`` without one.
    """

    operation: str
    method: str
    path: str | None
    base_url: str
    attempt: int = 1
    waited: dict[str, float] = Factory(dict)
    calls_left: int = 0
    client: str = ""
    workspace: str | None = None

    @property
    def title(self) -> str:
        """Method and path, such as ``"GET /tasks"``."""
        return f"{self.method} {self.path}" if self.path else f"{self.method} request()"


@frozen
class Outcome:
    """How an attempt, a wait or a call ended.

    Attributes:
        seconds: How long it took.
        status: The HTTP status, of a call that of its last answer; ``None`` if there is none.
        reason: The name of the error's class, or ``"cancelled"``. An attempt that got an answer of any status has none.
        http_version: Of an attempt that got an answer, such as ``"1.1"``.
    """

    seconds: float
    status: int | None = None
    reason: str | None = None
    http_version: str | None = None


class Observer:
    """Is called as calls happen. Override the methods that you need.

    The methods run in the task of the call, so they must be quick. An exception does not change the call. The first is
    logged.
    """

    def call_started(self, call: ObservedCall, /) -> None:
        """A call begins, before any wait."""

    def attempt_started(self, call: ObservedCall, /) -> Mapping[str, str] | None:  # noqa: ARG002 - as the others
        """An attempt begins. May return headers to add to its request, such as ``traceparent``."""
        return None

    def attempt_ended(self, call: ObservedCall, outcome: Outcome, /) -> None:
        """An attempt got an answer of any status, or none."""

    def wait_began(self, call: ObservedCall, cause: str, /) -> None:
        """A wait begins, maybe of no time: for the ``"budget"``, a ``"token"`` or the next attempt (``"backoff"``).

        A call that a local budget grants at once does not wait for it.
        """

    def wait_ended(self, call: ObservedCall, cause: str, outcome: Outcome, /) -> None:
        """The wait is over."""

    def call_ended(self, call: ObservedCall, outcome: Outcome, /) -> None:
        """The call returns, raises or is cancelled."""

    def call_coalesced(self, operation: str, /) -> None:
        """A caller gets the answer of a call that another one makes."""


class _CallLog(Observer):
    """One DEBUG line for each call."""

    def call_ended(self, call: ObservedCall, outcome: Outcome, /) -> None:
        shown = outcome.reason or outcome.status
        if outcome.reason and outcome.status:
            shown = f"{outcome.reason} ({outcome.status})"
        message = "%s: %s in %.0f ms, attempt %d, %d calls left"
        log.debug(message, call.title, shown, outcome.seconds * 1000, call.attempt, call.calls_left)


_CALL_LOG = _CallLog()


@frozen
class Stats:
    """What a client and its views did since it was made. A copy: it does not change.

    Attributes:
        since: When the client was made.
        calls: Requests to the API by operation, such as ``"tasks.list"``; ``"oauth.token"`` for token calls,
            ``"request"`` for those of ``request()``. Each attempt counts, as it does in the budget.
        retries: Those of them that repeat a failed attempt.
        waits: Waits of calls that took more than 10 ms, by cause: ``"budget"``, ``"token"``, ``"backoff"``.
        waited: The seconds of all waits, by cause.
        coalesced: Reads that made no call, because another one of the same time had the answer; see ``coalesce=``.
    """

    since: datetime
    calls: dict[str, int]
    retries: int
    waits: dict[str, int]
    waited: Waited
    coalesced: int


class Counts:
    """The counts, while they grow."""

    def __init__(self, now: float) -> None:
        self.coalesced = 0
        self._since = datetime.fromtimestamp(now, UTC)
        self._calls: Counter[str] = Counter()
        self._retries = 0
        self._waits: dict[str, int] = {"budget": 0, "token": 0, "backoff": 0}
        self._waited: dict[str, float] = {"budget": 0.0, "token": 0.0, "backoff": 0.0}

    def add_attempt(self, operation: Operation, number: int, sign: int = 1) -> None:
        """An attempt of a call; with ``sign=-1`` it did not happen."""
        self._calls[operation.name] += sign
        if number > 1:
            self._retries += sign

    def add_wait(self, cause: Cause, seconds: float) -> None:
        self._waited[cause] += seconds
        if seconds > _NOTICEABLE:
            self._waits[cause] += 1

    def stats(self) -> Stats:
        """A copy."""
        calls, waits = dict(+self._calls), dict(self._waits)
        return Stats(self._since, calls, self._retries, waits, Waited(**self._waited), self.coalesced)


_named: WeakValueDictionary[str, Observers] = WeakValueDictionary()
"""The clients by their names, so that no two have the same at a time."""


class Observers:
    """The observers of a client, its counts, and the log of calls while DEBUG is on."""

    def __init__(
        self,
        given: Observer | Sequence[Observer] | None,
        settings: Settings,
        business: str | None,
        budget: CallBudget,
        clock: Clock,
    ) -> None:
        self._given = _checked(given)
        self._base_url = settings.base_url
        self._client: dict[str, Any] = {}
        if self._given:
            from plutio_async._auth.leased_store import account_key

            account = account_key(settings.account)[:8]
            names = (account if number == 1 else f"{account}-{number}" for number in count(1))
            name = next(name for name in names if _named.setdefault(name, self) is self)
            self._client = {"client": name, "workspace": business}
        self.budget = budget
        self.clock = clock
        self.counts = Counts(clock.time())
        self._failed: list[Observer] = []

    def observe(self, call: Call[Any]) -> Observation | None:
        """The observation of a call; ``None`` if nobody observes."""
        if log.isEnabledFor(logging.DEBUG):
            return Observation(self, call.operation, (*self._given, _CALL_LOG))
        return Observation(self, call.operation, self._given) if self._given else None

    def seen(self, operation: Operation) -> ObservedCall:
        """The call as observers see it."""
        path = None if operation.id is None else operation.path
        return ObservedCall(operation.name, operation.method, path, self._base_url, **self._client)

    def coalesced(self, operation: str) -> None:
        """A caller shares the call of another one."""
        self.counts.coalesced += 1
        for observer in self._given:
            self.notify(observer, "call_coalesced", operation)

    def notify(self, observer: Observer, event: str, *details: object) -> Any:
        """Calls a method of an observer. Its first failure is logged.

        Returns the headers that ``attempt_started`` adds; ``None`` if it adds none or fails, and for other events.
        """
        try:
            given = getattr(observer, event)(*details)
            if given is None or event != "attempt_started":
                return None
            return [header_of("an observer", name, value) for name, value in given.items()]
        except Exception:
            if not any(failed is observer for failed in self._failed):
                self._failed.append(observer)
                log.exception("an observer failed, and its later failures are not logged: %s", type(observer).__name__)


class Observation:
    """One call and its observers. Ends are reported in reverse order, so that what observers open is nested."""

    __slots__ = ("_attempt_began", "_began", "_call", "_client", "_observers", "_status")

    def __init__(self, client: Observers, operation: Operation, observers: tuple[Observer, ...]) -> None:
        self._client = client
        self._call = client.seen(operation)
        self._observers = observers
        self._began = self._attempt_began = client.clock.monotonic()
        self._status: int | None = None

    def call_started(self) -> None:
        self._report("call_started", self._observers)

    def attempt_started(self, number: int) -> list[tuple[bytes, bytes]]:
        """Returns the headers that the observers add."""
        self._call.attempt = number
        self._attempt_began = self._client.clock.monotonic()
        self._call.calls_left = self._client.budget.remaining
        added: list[tuple[bytes, bytes]] = []
        for observer in self._observers:
            added += self._client.notify(observer, "attempt_started", self._call) or ()
        return added

    def attempt_ended(
        self, status: int | None, error: BaseException | None = None, http_version: str | None = None
    ) -> None:
        self._status = status or self._status
        seconds = self._client.clock.monotonic() - self._attempt_began
        self._report("attempt_ended", self._observers[::-1], Outcome(seconds, status, _reason(error), http_version))

    def wait_began(self, cause: str) -> None:
        self._report("wait_began", self._observers, cause)

    def wait_ended(self, cause: str, seconds: float, error: BaseException | None) -> None:
        self._call.waited[cause] = self._call.waited.get(cause, 0.0) + seconds
        self._report("wait_ended", self._observers[::-1], cause, Outcome(seconds, None, _reason(error)))

    def call_ended(self, error: BaseException | None) -> None:
        seconds = self._client.clock.monotonic() - self._began
        self._report("call_ended", self._observers[::-1], Outcome(seconds, self._status, _reason(error)))

    def _report(self, event: str, observers: Sequence[Observer], *details: object) -> None:
        self._call.calls_left = self._client.budget.remaining
        for observer in observers:
            self._client.notify(observer, event, self._call, *details)


def _checked(given: Observer | Sequence[Observer] | None) -> tuple[Observer, ...]:
    observers = () if given is None else (given,) if isinstance(given, Observer) else given
    if not isinstance(observers, list | tuple) or not all(isinstance(observer, Observer) for observer in observers):
        raise ConfigurationError("observer= takes an object of a class derived from Observer, or a list of them")
    return tuple(observers)


def _reason(error: BaseException | None) -> str | None:
    if error is None:
        return None
    name = type(error).__name__
    return "cancelled" if name in _CANCELLATIONS else name
