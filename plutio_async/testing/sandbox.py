"""The sandbox, an in-memory Plutio server."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, contextmanager

from anyio.lowlevel import checkpoint
from attrs import frozen

from plutio_async._core.clock import Clock
from plutio_async._core.errors import counted
from plutio_async.testing import _checks as check
from plutio_async.testing._api import new_records
from plutio_async.testing._api.app import App
from plutio_async.testing._api.catalogue import catalogue
from plutio_async.testing._api.downloads import download, is_download
from plutio_async.testing._api.limit import Counter, HourLimit
from plutio_async.testing._api.messages import Answer, ApiError, Hook, HookFactory, RecordedCall, Request, recorded
from plutio_async.testing._api.oauth import TOKEN_PATH, ApiClient, Tokens
from plutio_async.testing._api.server import Server
from plutio_async.testing._api.store import Listener, Store, StoreState
from plutio_async.testing._api.validation import validator
from plutio_async.testing._assertions import Assertions
from plutio_async.testing._recording import Calls
from plutio_async.testing._records import Records
from plutio_async.testing._transport import SandboxTransport
from plutio_async.testing.errors import SandboxError
from plutio_async.testing.faults import Fault
from plutio_async.testing.plans import Plan
from plutio_async.testing.switches import Switches
from plutio_async.testing.webhooks import Webhooks


@frozen(repr=False)
class Snapshot:
    """What a sandbox held at a moment, for :meth:`Sandbox.restore`. ``used`` are the calls of the hour."""

    businesses: tuple[str, ...]
    store: StoreState
    calls: tuple[RecordedCall, ...]
    used: Counter

    def __repr__(self) -> str:
        return f"<Snapshot of {', '.join(self.businesses)}>"


class Sandbox(Records, Assertions):
    """An in-memory Plutio server: it implements every operation of the description, and stores what you write.

    The same seed gives the same ids in the same order. Pass the ``clock`` of your client, or both use the machine's.
    ``limit`` is the number of calls an hour, ``None`` for no limit. With ``strict`` the sandbox raises
    ``SandboxStrayed`` before it sends an answer that the description does not allow. ``calls`` contains at most the
    last ``keep_calls`` calls.

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
        client_secret: str = "sandbox-secret",  # noqa: S107 - valid for this sandbox only
        businesses: Iterable[str] = ("example",),
        limit: int | None = 1000,
        strict: bool = False,
        keep_calls: int = 10_000,
    ) -> None:
        super().__init__()
        self.seed_number: int = check.whole("seed", seed)
        self.clock: Clock = check.clock_or_default(clock)
        self.client_id: str = check.text("client_id", client_id)
        self.client_secret: str = check.text("client_secret", client_secret)
        self.businesses: tuple[str, ...] = check.business_names(businesses)
        self._limit = check.hourly_limit(limit)
        self._switches = Switches.checked(switches)
        self._strict = strict
        self._validator = validator()
        self._hooks: list[Hook | HookFactory] = []
        self._listeners: list[Listener] = []
        self._call_listeners: list[Callable[[RecordedCall], None]] = []
        self._calls: deque[RecordedCall] = deque(maxlen=check.whole("keep_calls", keep_calls, 0))
        self.app: App = App(self.handle, self.clock.sleep, self.versions)
        self.webhooks: Webhooks = Webhooks(self)
        self.reset()

    def reset(self) -> None:
        """Restores the initial state: only the records of a new workspace, no calls, no tokens, the full hourly limit.

        Switches, hooks, listeners, plans and webhooks stay; plans restart, and waiting deliveries are dropped. A client
        with a token gets 401 and waits before it requests another one, which takes no time on a ``JumpingClock``.
        """
        with self._lock:
            self._store = Store(self.seed_number, self.clock, self.businesses, catalogue().timestamps)
            for workspace in self._store.workspaces.values():
                new_records.furnish(self._store, workspace, self._validator)
            self._server = self._new_server()
            for plan in self.plans:
                plan.restart()
            self.webhooks.clear()
            self._calls.clear()
            self._writes_in_flight = 0

    def snapshot(self) -> Snapshot:
        """A copy of what the sandbox holds, which takes less than a millisecond for a thousand records."""
        with self._lock:
            return Snapshot(self.businesses, self._store.state(), tuple(self._calls), self._server.limit.state())

    def restore(self, snapshot: Snapshot) -> None:
        """Returns to a snapshot: records, trash and bytes of files, the ids to come, calls, and the calls of the hour.

        Tokens, switches, hooks, listeners, plans and webhooks stay; waiting deliveries are dropped. A snapshot can be
        restored many times, also into another sandbox with the same businesses.

        Raises:
            SandboxError: it is no snapshot, or of other businesses.
        """
        if not isinstance(snapshot, Snapshot):
            raise SandboxError(f"restore() takes what snapshot() returned, not {type(snapshot).__name__}")
        if snapshot.businesses != self.businesses:
            raise SandboxError(f"this is a {snapshot!r}, and the sandbox has {', '.join(self.businesses)}")
        with self._lock:
            self._store.restore(snapshot.store)
            self._server.limit.restore(snapshot.used)
            self._calls = deque(snapshot.calls, self._calls.maxlen)
            self.webhooks.clear()

    def __deepcopy__(self, memo: object) -> Sandbox:
        """Another sandbox that holds the same, on the same clock, with plans of the same faults.

        Hooks, listeners and webhooks are not copied: they belong to the test that added them.
        """
        other = Sandbox(
            self.seed_number,
            self.clock,
            self._switches,
            client_id=self.client_id,
            client_secret=self.client_secret,
            businesses=self.businesses,
            limit=self._limit,
            strict=self._strict,
            keep_calls=self._calls.maxlen or 0,
        )
        other.restore(self.snapshot())
        for plan in self.plans:
            other.plan(plan.faults, seed=plan.seed)
        return other

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

    def __repr__(self) -> str:
        businesses = ", ".join(self.businesses)
        return f"<Sandbox of {businesses}: {counted(len(self.calls), 'call')}>"

    @property
    def switches(self) -> Switches:
        """The behaviour where the facts about the API are open. A new value applies from the next call on."""
        return self._switches

    @switches.setter
    def switches(self, switches: Switches) -> None:
        self._switches = self._server.switches = Switches.checked(switches)

    @property
    def limit(self) -> int | None:
        """The number of calls an hour; may be set at any time."""
        return self._limit

    @limit.setter
    def limit(self, limit: int | None) -> None:
        self._limit = self._server.limit.limit = check.hourly_limit(limit)

    @property
    def calls(self) -> Calls:
        """The calls that were answered or dropped, token calls included, the oldest first. They contain no secrets.

        ``print(sandbox.calls)`` prints a table.
        """
        return Calls(self._calls)

    @property
    def versions(self) -> tuple[str, ...]:
        """The API versions in the paths of calls, the current one first."""
        return catalogue().versions

    def plan(self, faults: Fault | Iterable[Fault], *, seed: int | None = None) -> Plan:
        """Applies faults from the next call on, until the plan is stopped. The default seed is the sandbox's.

        Raises:
            SandboxError: one of them cannot work.
        """
        return Plan(self, faults, self.seed_number if seed is None else check.whole("seed", seed))

    def fail(self, *faults: Fault, seed: int | None = None) -> Plan:
        """The same for one or several faults: ``sandbox.fail(Fault.reset("after", method="POST", nth=1))``."""
        return self.plan(faults, seed=seed)

    @property
    def plans(self) -> list[Plan]:
        """The active plans."""
        return [hook for hook in self._hooks if isinstance(hook, Plan)]

    def revoke_tokens(self) -> None:
        """Invalidates all tokens; the next call with one of them gets 401."""
        self._server.tokens.revoke()

    def add_hook(self, hook: Hook | HookFactory) -> Callable[[], None]:
        """Runs ``hook`` before and after each call and each download of a file. Returns a function that removes it."""
        self._hooks.append(hook)
        return lambda: self._hooks.remove(hook)

    def on_event(self, listener: Listener) -> Callable[[], None]:
        """Calls ``listener`` for each record that a call creates, changes or deletes. Returns a function to stop it.

        The listener runs at the end of the call. Seeding causes no events.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def on_call(self, listener: Callable[[RecordedCall], None]) -> Callable[[], None]:
        """Calls ``listener`` at the end of each call. Returns a function to stop it."""
        self._call_listeners.append(listener)
        return lambda: self._call_listeners.remove(listener)

    def transport(self) -> SandboxTransport:
        """An ``httpx`` transport to this sandbox, without a network and for any host."""
        return SandboxTransport(self)

    def serving(self, host: str = "127.0.0.1", port: int = 0) -> AbstractContextManager[str]:
        """Serves the sandbox on a port, in a thread, until the block ends: ``with sandbox.serving() as base_url``.

        Raises:
            SandboxError: the sandbox cannot listen on the port.
            ImportError: the extra ``testing`` is not installed.
        """
        with _extra():
            from plutio_async.testing._serve import serving
        return serving(self, host, port)

    def serve(self, host: str = "127.0.0.1", port: int = 0) -> AbstractAsyncContextManager[str]:
        """The same in async code: ``async with sandbox.serve() as base_url``.

        Calls, hooks and the clock run in the event loop of the block, so a ``FakeClock`` works. Calls that still run at
        the end of the block are cancelled.

        Raises:
            SandboxError: the sandbox cannot listen on the port.
            ImportError: the extra ``testing`` is not installed.
        """
        with _extra():
            from plutio_async.testing._serve import serve
        return serve(self, host, port)

    async def handle(self, request: Request) -> Answer:
        """The answer to a request, after all hooks. The download of a file is no call.

        Raises:
            Dropped: a hook broke the connection.
        """
        if is_download(request):
            return await self._through_hooks(request)
        at = self.clock.time()
        status = None
        try:
            answer = await self._through_hooks(request)
            status = answer.status
            return answer
        finally:
            self._calls.append(call := recorded(request, status, at))
            for listener in tuple(self._call_listeners):
                listener(call)

    async def _through_hooks(self, request: Request) -> Answer:
        hooks = [hook.for_call(request) if isinstance(hook, HookFactory) else hook for hook in self._hooks]
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
        if most is None or request.method == "GET" or request.path == TOKEN_PATH or is_download(request):
            return self._act(request)
        self._writes_in_flight += 1
        try:
            too_many = self._writes_in_flight > most
            await checkpoint()
            return ApiError(503, "Service Unavailable").answer() if too_many else self._act(request)
        finally:
            self._writes_in_flight -= 1

    def _act(self, request: Request) -> Answer:
        with self._lock:
            return download(self._store, request) if is_download(request) else self._server.answer(request)


@contextmanager
def _extra() -> Iterator[None]:
    """Names the extra to install if an import fails."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise ImportError(f"{error.name} is missing; install plutio-async[testing]", name=error.name) from None
