"""Plutio in a box: the public object."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager

from anyio.lowlevel import checkpoint

from plutio_async._core.clock import Clock
from plutio_async.testing._api import new_records
from plutio_async.testing._api.app import App
from plutio_async.testing._api.arguments import (
    checked_businesses,
    checked_clock,
    checked_limit,
    checked_number,
    checked_switches,
    checked_text,
)
from plutio_async.testing._api.catalogue import catalogue
from plutio_async.testing._api.limit import HourLimit
from plutio_async.testing._api.oauth import TOKEN_PATH, ApiClient, Tokens
from plutio_async.testing._api.recording import recorded
from plutio_async.testing._api.refusal import Refusal
from plutio_async.testing._api.server import Server
from plutio_async.testing._api.store import Listener, Store
from plutio_async.testing._api.validation import validator
from plutio_async.testing._api.wire import Answer, Hook, RecordedCall, Request
from plutio_async.testing._assertions import Assertions
from plutio_async.testing._records import Records
from plutio_async.testing._transport import SandboxTransport
from plutio_async.testing.faults import Fault
from plutio_async.testing.plans import Plan
from plutio_async.testing.switches import Switches
from plutio_async.testing.webhooks import Webhooks


class Sandbox(Records, Assertions):
    """A Plutio of your own, in memory: every operation of the description answers, and what is written stays.

    The same seed gives the same ids in the same order. Give the ``clock`` that your client has, or both go by the
    machine's. ``limit`` is the calls in an hour, ``None`` for no limit. With ``strict`` the sandbox raises
    ``SandboxStrayed`` rather than answer what the description does not allow. Only the last ``keep_calls`` calls are
    kept in ``calls``.

    Raises:
        SandboxError: an argument that cannot work.
    """

    def __init__(
        self,
        seed: int = 0,
        clock: Clock | None = None,
        switches: Switches | None = None,
        *,
        client_id: str = "sandbox",
        client_secret: str = "sandbox-secret",  # noqa: S107 - opens nothing but this sandbox
        businesses: Iterable[str] = ("example",),
        limit: int | None = 1000,
        strict: bool = False,
        keep_calls: int = 10_000,
    ) -> None:
        super().__init__()
        self.seed_number = checked_number("seed", seed)
        self.clock = checked_clock(clock)
        self.client_id = checked_text("client_id", client_id)
        self.client_secret = checked_text("client_secret", client_secret)
        self.businesses = checked_businesses(businesses)
        self._limit = checked_limit(limit)
        self._switches = checked_switches(switches)
        self._strict = strict
        self._validator = validator()
        self._hooks: list[Hook] = []
        self._listeners: list[Listener] = []
        self._calls: deque[RecordedCall] = deque(maxlen=checked_number("keep_calls", keep_calls, 0))
        self.app = App(self)
        self.webhooks = Webhooks(self)
        self.reset()

    def reset(self) -> None:
        """Back to the first moment: no records but a new workspace's own, no calls, no tokens, the whole hour's limit.

        Switches, hooks, listeners, plans and webhooks stay; plans count anew, and no delivery waits any more. A client
        that goes on gets 401 and waits before it fetches another token, which costs no time on a ``JumpingClock``.
        """
        with self._lock:
            self._store = Store(self.seed_number, self.clock, self.businesses, catalogue().moments)
            for workspace in self._store.workspaces.values():
                new_records.furnish(self._store, workspace)
            self._server = self._new_server()
            for plan in self.plans:
                plan.restart()
            self.webhooks.clear()
            self._calls.clear()
            self._writes_in_flight = 0

    def empty(self) -> Sandbox:
        """Another sandbox with the same businesses and no records."""
        return Sandbox(businesses=self.businesses)

    def _new_server(self) -> Server:
        client = ApiClient(self.client_id, self.client_secret, self.businesses, self._workspace(None).owner)
        return Server(
            catalogue(),
            self._store,
            Tokens(self.seed_number, self.clock, client),
            HourLimit(self._limit),
            self._validator,
            self.clock,
            self._switches,
            self._listeners,
            self._strict,
        )

    @property
    def switches(self) -> Switches:
        """How the sandbox behaves where the facts leave a choice. Set it to change that from the next call on."""
        return self._switches

    @switches.setter
    def switches(self, switches: Switches) -> None:
        self._switches = self._server.switches = checked_switches(switches)

    @property
    def limit(self) -> int | None:
        """The calls in an hour; may be set at any time."""
        return self._limit

    @limit.setter
    def limit(self, limit: int | None) -> None:
        self._limit = self._server.limit.limit = checked_limit(limit)

    @property
    def calls(self) -> list[RecordedCall]:
        """The calls that were answered or dropped, the oldest first, token calls included. They hold no secrets."""
        return list(self._calls)

    @property
    def versions(self) -> tuple[str, ...]:
        """The first path segments that are served, the current one first."""
        return catalogue().versions

    def plan(self, faults: Fault | Iterable[Fault], *, seed: int | None = None) -> Plan:
        """Lets faults strike from the next call on, until the plan is stopped. Without a seed it has the sandbox's.

        Raises:
            SandboxError: one of them cannot strike.
        """
        return Plan(self, faults, self.seed_number if seed is None else checked_number("seed", seed))

    def fail(self, *faults: Fault, seed: int | None = None) -> Plan:
        """The same for one fault or several: ``sandbox.fail(Fault.reset("after", method="POST", nth=1))``."""
        return self.plan(faults, seed=seed)

    @property
    def plans(self) -> list[Plan]:
        """The plans that are at work."""
        return [hook for hook in self._hooks if isinstance(hook, Plan)]

    def revoke_tokens(self) -> None:
        """No token handed out so far is good any longer; the next call with one gets 401."""
        self._server.tokens.revoke()

    def add_hook(self, hook: Hook) -> Callable[[], None]:
        """Lets ``hook`` come between clients and the sandbox; call what is returned to take it away again."""
        self._hooks.append(hook)
        return lambda: self._hooks.remove(hook)

    def on_event(self, listener: Listener) -> Callable[[], None]:
        """Calls ``listener`` for each record made, changed or deleted by a call; returns how to stop that.

        It is called once the call is over. Seeding tells nobody.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def transport(self) -> SandboxTransport:
        """An ``httpx`` transport that reaches this sandbox without a network, whatever the host."""
        return SandboxTransport(self)

    def serving(self, host: str = "127.0.0.1", port: int = 0) -> AbstractContextManager[str]:
        """Serves the sandbox on a port, from a thread, while the block runs: ``with sandbox.serving() as base_url``.

        Raises:
            SandboxError: the port cannot be had.
            ImportError: the extra ``testing`` is not installed.
        """
        try:
            from plutio_async.testing._serve import serving
        except ModuleNotFoundError as error:
            raise ImportError(f"{error.name} is missing; install plutio-async[testing]", name=error.name) from None
        return serving(self, host, port)

    async def handle(self, request: Request) -> Answer:
        """The answer to a request, by way of the hooks.

        Raises:
            Dropped: a hook broke the connection.
        """
        at = self.clock.time()
        status = None
        try:
            answer = await self._through_hooks(request)
            status = answer.status
            return answer
        finally:
            self._calls.append(recorded(request, status, at))

    async def _through_hooks(self, request: Request) -> Answer:
        hooks = tuple(self._hooks)
        for plan in self.plans:
            plan.count(request)
        answer = None
        for hook in hooks:
            answer = answer or await hook.before(request)
        if answer is None:
            answer = await self._answer(request)
        for hook in hooks:
            answer = await hook.after(request, answer)
        return answer

    async def _answer(self, request: Request) -> Answer:
        most = self._switches.write_burst
        if most is None or request.method == "GET" or request.path == TOKEN_PATH:
            return self._act(request)
        self._writes_in_flight += 1
        try:
            too_many = self._writes_in_flight > most
            await checkpoint()
            return Refusal(503, "Service Unavailable").answer() if too_many else self._act(request)
        finally:
            self._writes_in_flight -= 1

    def _act(self, request: Request) -> Answer:
        with self._lock:
            return self._server.answer(request)
