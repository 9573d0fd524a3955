"""Plutio in a box: the public object."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from anyio.lowlevel import checkpoint

from plutio_async._clock import Clock, SystemClock
from plutio_async.testing._api import new_records
from plutio_async.testing._api.app import App
from plutio_async.testing._api.arguments import (
    checked_businesses,
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
from plutio_async.testing._api.store import Listener, Record, Store, Workspace, copied
from plutio_async.testing._api.validation import validator
from plutio_async.testing._api.wire import Answer, Hook, RecordedCall, Request
from plutio_async.testing._assertions import Assertions
from plutio_async.testing._transport import SandboxTransport
from plutio_async.testing._workspace.seeding import Seeder
from plutio_async.testing._workspace.studio import studio
from plutio_async.testing.errors import SandboxError, nearest
from plutio_async.testing.faults import Fault
from plutio_async.testing.plans import Plan
from plutio_async.testing.switches import Switches
from plutio_async.testing.webhooks import Webhooks


class Sandbox(Assertions):
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
        self.seed_number = checked_number("seed", seed)
        self.clock = clock or SystemClock()
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

        Switches, hooks, listeners, plans and webhooks stay; plans count anew, and no delivery waits any more.
        """
        kinds = {name: resource.kind for name, resource in catalogue().resources.items()}
        self._store = Store(self.seed_number, self.clock, self.businesses, kinds)
        for workspace in self._store.workspaces.values():
            new_records.furnish(self._store, workspace)
        self._store.listeners = self._listeners
        self._hour = HourLimit(self._limit)
        client = ApiClient(self.client_id, self.client_secret, self.businesses, self._workspace(None).owner)
        self._tokens = Tokens(self.seed_number, self.clock, client)
        self._server = Server(
            catalogue(),
            self._store,
            self._tokens,
            self._hour,
            self._validator,
            self.clock,
            self._switches,
            self._strict,
        )
        for plan in self.plans:
            plan.restart()
        self.webhooks.clear()
        self._calls.clear()
        self._writes_in_flight = 0

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
        self._limit = self._hour.limit = checked_limit(limit)

    @property
    def business(self) -> str:
        """The first of the businesses, for the ``Business`` header."""
        return self.businesses[0]

    @property
    def calls(self) -> list[RecordedCall]:
        """The calls that were answered or dropped, the oldest first, token calls included. They hold no secrets."""
        return list(self._calls)

    @property
    def versions(self) -> tuple[str, ...]:
        """The first path segments that are served, the current one first."""
        return catalogue().versions

    def seed(self, *, business: str | None = None, **resources: Iterable[Mapping[str, Any]]) -> dict[str, list[Record]]:
        """Puts records in, without calls and without side effects, and returns them: ``seed(tasks=[{"title": "…"}])``.

        Fields may be written as the API has them or in snake case; what every record carries is filled in.

        Raises:
            SandboxError: a resource or a field that there is not, or a value of the wrong type. Nothing was added to
                that resource then.
        """
        workspace = self._workspace(business)
        seeder = Seeder(self._store, catalogue(), self._validator)
        made = {name: seeder.seed(workspace, name, rows, self._switches) for name, rows in resources.items()}
        copies: dict[str, list[Record]] = copied(made)
        return copies

    def seed_workspace(self, *, business: str | None = None) -> dict[str, list[Record]]:
        """Fills a business with the records of a small studio, and returns them by resource."""
        return self.seed(business=business, **studio(self._store.new_id, self.clock.time()))

    def remove(self, resource: str, *ids: str, business: str | None = None) -> None:
        """Takes records out, without calls and without events, and puts them into the trash.

        Raises:
            SandboxError: there is no such resource, business or record.
        """
        there = {record["_id"] for record in self.records(resource, business=business)}
        if strange := [identifier for identifier in ids if identifier not in there]:
            raise SandboxError(f"{resource} has no record {strange[0]!r}")
        workspace = self._workspace(business)
        for identifier in ids:
            workspace.trash[identifier] = resource, workspace.collection(resource).pop(identifier)

    def records(self, resource: str, *, business: str | None = None) -> list[Record]:
        """Copies of all records of a resource, hidden ones included, in the order in which they were made.

        Raises:
            SandboxError: there is no such resource or business.
        """
        workspace = self._workspace(business)
        if resource not in catalogue().resources:
            known = catalogue().resources
            raise SandboxError(f"there is no resource {resource!r}.{nearest(resource, known)}")
        rows: Iterable[Record] = workspace.collection(resource).values()
        if resource == "archive":
            rows = [row for kept in workspace.collections.values() for row in kept.values() if row.get("isArchived")]
        elif resource == "trash_bin":
            rows = [row for _, row in workspace.trash.values()]
        copies: list[Record] = copied(list(rows))
        return copies

    def plan(self, faults: Iterable[Fault], *, seed: int | None = None) -> Plan:
        """Lets faults strike from the next call on, until the plan is stopped. Without a seed it has the sandbox's.

        Raises:
            SandboxError: one of them cannot strike.
        """
        return Plan(self, faults, self.seed_number if seed is None else seed)

    def fail(self, *faults: Fault, seed: int | None = None) -> Plan:
        """The same for one fault or several: ``sandbox.fail(Fault.reset("after", method="POST", nth=1))``."""
        return self.plan(faults, seed=seed)

    @property
    def plans(self) -> list[Plan]:
        """The plans that are at work."""
        return [hook for hook in self._hooks if isinstance(hook, Plan)]

    def revoke_tokens(self) -> None:
        """No token handed out so far is good any longer; the next call with one gets 401."""
        self._tokens.revoke()

    def add_hook(self, hook: Hook) -> Callable[[], None]:
        """Lets ``hook`` come between clients and the sandbox; call what is returned to take it away again."""
        self._hooks.append(hook)
        return lambda: self._hooks.remove(hook)

    def on_event(self, listener: Listener) -> Callable[[], None]:
        """Calls ``listener`` for each record made, changed or deleted by a call; returns how to stop that.

        Seeding tells nobody.
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
        """
        from plutio_async.testing._serve import serving

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
            return self._server.answer(request)
        self._writes_in_flight += 1
        try:
            too_many = self._writes_in_flight > most
            await checkpoint()
            return Refusal(503, "Service Unavailable").answer() if too_many else self._server.answer(request)
        finally:
            self._writes_in_flight -= 1

    def _workspace(self, business: str | None) -> Workspace:
        name = self.business if business is None else business
        workspace = self._store.workspaces.get(name)
        if workspace is None:
            raise SandboxError(f"there is no business {name!r} here, only {', '.join(self.businesses)}")
        return workspace
