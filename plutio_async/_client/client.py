"""The client: one object for a process, with every resource as an attribute."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable, Mapping, Sequence
from types import EllipsisType, TracebackType
from typing import TYPE_CHECKING, Any, Never, Self

from plutio_async._generated.root import BASE_URL, Resources, cached_property

# Methods import what only they need, so that importing the class takes less time than importing httpx.
if TYPE_CHECKING:
    import ssl

    from plutio_async._auth.credentials import GivenSecret, TokenStore
    from plutio_async._client.custom_fields import CustomFields
    from plutio_async._client.files import Files
    from plutio_async._client.raw import RawClient
    from plutio_async._client.sender import ClientSender
    from plutio_async._client.shared import GivenShared
    from plutio_async._core.call import Call
    from plutio_async._core.clock import Clock
    from plutio_async._core.errors import OutcomeUnknown
    from plutio_async._generated.related import Related
    from plutio_async._http.messages import Timeout
    from plutio_async._http.settings import AsyncTransport
    from plutio_async._models.model import Model
    from plutio_async._pipeline.observing import Observer, Stats
    from plutio_async._pipeline.retry import Retries
    from plutio_async._ratelimit.protocol import CallBudget, Priority
    from plutio_async._resources.learned import GivenLearned
    from plutio_async._resources.resource import Resource
    from plutio_async.testing import Sandbox

_KEEP: Any = object()


class Plutio(Resources):
    """A client of the Plutio API.

    Make one for a process and close it: ``async with Plutio.from_env() as plutio``. Resources are attributes:
    ``plutio.tasks``, ``plutio.time_tracks``, … It holds the connections, the token and the budget of calls, which
    ``with_options()`` and ``for_business()`` share. A closed client can be entered again, in the same or another event
    loop, with new connections. If an event loop ended without closing the client, it can be entered again too.

    Args:
        client_id: From Settings, API manager, in the web app.
        client_secret: From the same place; or a callable, sync or async, that returns it. The client calls it before
            the first token call, and again when the token endpoint refused the secret.
        business: The workspace's subdomain; may be left out when the API client is enabled for one workspace only.
        base_url: Host and version of the API; https, except on a loopback address.
        timeout: Seconds that one attempt may take, without the wait for a free connection; a ``Timeout`` bounds its
            phases too.
        max_wait: The longest wait of an attempt for the budget and a token, in seconds; ``None`` is no limit, ``...``
            the budget's own ``max_wait``.
        retries: When and how often a failed call is repeated; a number is the most attempts.
        budget: The calls of an hour; a number is their limit.
        shared: What other processes share with this one, budget and token: the path of a file, such as ``"plutio.db"``,
            for the processes of one machine; or the URL of a Redis or Valkey server, such as ``"redis://host:6379/0"``.
            With options it is a ``SharedFile`` or a ``SharedRedis``. ``budget`` is a number then.
        token_store: Keeps the access token, where it is not shared.
        transport: An async transport of httpx or httpx2, in place of the network; for tests.
        max_connections: The most connections at a time.
        proxy: The URL of a proxy; without it, the environment's proxies are used.
        http2: Uses HTTP/2 if the server supports it; needs the ``http2`` extra.
        verify: Your own SSL context. One that checks no certificates causes an ``InsecureConnectionWarning``, once.
        allow_http: Allows an http ``base_url`` on any host, which sends the secret unencrypted.
        max_response_bytes: The longest body of an answer, unpacked. A longer one raises ``ResponseTooLarge``.
        clock: The source of time and sleeps; for tests.
        keeps_custom_fields: Whether an update with some custom fields leaves the others of the record unchanged. This
            is not documented, so by default the client reads the others first, in one more call, and sends them too.
        coalesce: Makes one call for equal reads, and for gets of one resource, that happen at the same time.
        observer: Is called as calls happen; or several, in a list. See :class:`~plutio_async.Observer`.
        learned: What ``plutio doctor`` measured of the server: the path of its ``learned.toml``, or a mapping. It sets
            the size of pages and the spelling of ``sort``. The end of a list is still checked.
        app_name: The name of your program, such as ``"invoice-export/1.2"``, for the ``User-Agent`` of each call.

    Raises:
        ConfigurationError: a setting cannot work.
    """

    _sender: ClientSender

    if not TYPE_CHECKING:  # checkers see the signature, the attributes and the protocol

        def __new__(cls, *_: Any, **settings: Any) -> Self:
            """Refuses a keyword that :meth:`__init__` does not have, before it misses others."""
            from inspect import signature

            known, given = signature(cls.__init__).parameters, [*settings]
            _, settings = (), {}  # so that the frame of a mistake below does not have the secret
            if not any(one.kind is one.VAR_KEYWORD for one in known.values()):
                for name in given:
                    if name not in known:
                        from plutio_async._core.errors import unexpected_setting

                        raise unexpected_setting("Plutio", name, [*known][1:])
            return super().__new__(cls)

        def __getattr__(self, name: str) -> Any:
            from plutio_async._models.known_values import new_name

            return new_name("Plutio", name, {}, known=dir(self))

        def __enter__(self) -> Never:
            raise TypeError("write 'async with' for plutio_async.Plutio, or use plutio_async.sync.Plutio")

        def __exit__(self, *_: object) -> None: ...

    def __init__(
        self,
        client_id: str,
        client_secret: GivenSecret,
        *,
        business: str | None = None,
        base_url: str = BASE_URL,
        timeout: Timeout | float = 30.0,
        max_wait: float | EllipsisType | None = ...,
        retries: Retries | int | None = None,
        budget: CallBudget | int | None = None,
        shared: GivenShared | None = None,
        token_store: TokenStore | None = None,
        transport: AsyncTransport | None = None,
        max_connections: int = 100,
        proxy: str | None = None,
        http2: bool = False,
        verify: ssl.SSLContext | None = None,
        allow_http: bool = False,
        max_response_bytes: int = 64 * 1024 * 1024,
        clock: Clock | None = None,
        keeps_custom_fields: bool = False,
        coalesce: bool = False,
        learned: GivenLearned = None,
        app_name: str | None = None,
        observer: Observer | Sequence[Observer] | None = None,
    ) -> None:
        from plutio_async._auth.credentials import ClientSecret
        from plutio_async._client.resource_map import RESOURCES
        from plutio_async._client.sender import ClientSender, SharedState
        from plutio_async._http.settings import ConnectionSettings
        from plutio_async._pipeline.settings import Options, Settings
        from plutio_async._resources.learned import learned_of

        secret, client_secret = ClientSecret(client_secret), ""  # so that the frame of a mistake below does not have it
        measured = learned_of(learned, RESOURCES)
        settings = Settings(client_id, secret, base_url, timeout, allow_http, keeps_custom_fields, app_name, measured)
        connections = ConnectionSettings(
            transport, max_connections, proxy=proxy, http2=http2, verify=verify, max_response_bytes=max_response_bytes
        )
        options = Options(timeout, max_wait, retries=retries, business=business, coalesce=coalesce)
        state = SharedState(
            settings,
            connections,
            budget,
            shared=shared,
            business=business,
            token_store=token_store,
            clock=clock,
            observer=observer,
        )
        self._sender = ClientSender(state, options)  # pyright: ignore[reportIncompatibleVariableOverride]

    @classmethod
    def from_env(cls, **settings: Any) -> Self:
        """A client from ``PLUTIO_CLIENT_ID``, ``PLUTIO_CLIENT_SECRET`` and the other variables.

        ``PLUTIO_BUSINESS``, ``PLUTIO_BASE_URL`` and ``PLUTIO_SHARED`` are the settings of these names.

        Args:
            settings: Anything else that the class takes, and overrides.

        Raises:
            ConfigurationError: a variable is missing or wrong.
        """
        from plutio_async._pipeline.settings import read_environment

        found = read_environment()
        try:
            return cls(**{name: value() for name, value in found.items()} | settings)
        finally:
            settings.clear()  # so that the frame of a mistake does not have the secret

    @classmethod
    def sandbox(cls, sandbox: Sandbox | None = None, **settings: Any) -> Self:
        """A client of an in-memory server, for tests and trials. Needs the ``testing`` extra."""
        from plutio_async.testing import Sandbox

        server = Sandbox() if sandbox is None else sandbox
        if not isinstance(server, Sandbox):
            raise TypeError(f"sandbox() takes a Sandbox, not {type(server).__name__}")
        named = {"business": server.business, "transport": server.transport(), "clock": server.clock, **settings}
        return cls(server.client_id, server.client_secret, **named)

    @property
    def budget(self) -> CallBudget:
        """The calls of the hour: the limit, what remains of it, when more become free."""
        return self._sender.shared.budget

    @property
    def resources(self) -> Mapping[str, Resource[Any]]:
        """All resources by name: ``plutio.resources["tasks"]`` is ``plutio.tasks``. Each is loaded when asked for.

        Those that can be listed are instances of ``plutio_async.Listing``.
        """
        from plutio_async._client.resource_map import ResourceMap

        return ResourceMap(self)

    @property
    def stats(self) -> Stats:
        """What the client and its views did since it was made: calls, retries, waits, coalesced reads."""
        return self._sender.shared.stats()

    def with_options(
        self,
        *,
        timeout: Timeout | float = _KEEP,
        max_wait: float | EllipsisType | None = _KEEP,
        priority: Priority = _KEEP,
        retries: Retries | int = _KEEP,
        coalesce: bool = _KEEP,
        headers: Mapping[str, str] | None = _KEEP,
        **unknown: Never,
    ) -> Self:
        """The same client with other options for its calls; connections, token and budget are shared.

        ``headers`` are sent with each call, but not with the token call, and cannot replace those of the client.

        Raises:
            ConfigurationError: an option cannot work.
            TypeError: there is no such option.
        """
        for name in unknown:
            from inspect import signature

            from plutio_async._core.errors import unexpected_setting

            raise unexpected_setting("with_options", name, [*signature(self.with_options).parameters][:-1])
        given: dict[str, Any] = {"timeout": timeout, "max_wait": max_wait, "priority": priority}
        given |= {"retries": retries, "coalesce": coalesce, "headers": headers}
        return self._view(**{name: value for name, value in given.items() if value is not _KEEP})

    def for_business(self, business: str) -> Self:
        """The same client for another workspace that the API client is enabled for."""
        return self._view(business=business)

    async def request(
        self, method: str, path: str, *, params: Mapping[str, Any] | None = None, json: Any = None
    ) -> Any:
        """Any call, also of an operation that this package does not know, with its token, budget, retries and errors.

        Args:
            method: ``GET``, ``POST``, ``PUT``, ``DELETE`` or another.
            path: The part after the version, such as ``/schedules``; percent-encoded where it is not ASCII.
            params: Query parameters, by the API's names. Mappings and lists become JSON, as ``q`` takes it.
            json: The body.

        Returns:
            The parsed JSON; ``None`` for an empty answer.

        Raises:
            ConfigurationError: the method or the path is invalid, or a server could read it as another one. It is a
                ``ValueError``, and nothing was sent.
            TypeError, ValueError: a parameter is ``None``, or it or the body has no JSON form.
            PlutioError: the call failed. Only a ``GET`` is repeated after the server may have acted.
        """
        return await self._sender.send(_any_call(method, path, params, json))

    @property
    def with_raw_response(self) -> RawClient:
        """The same client, whose methods return a ``RawResponse``: status, headers, seconds and the value.

        ``response = await plutio.with_raw_response.tasks.list()``. It has every method. For failed
        calls, the errors have the status and the body.
        """
        from plutio_async._resources.raw import WithRawResponse

        made: Any = WithRawResponse(self._view)
        return made  # type: ignore[no-any-return]

    @cached_property
    def custom_fields(self) -> CustomFields:
        """Definitions of the fields that a workspace adds to its records, and the schema made of them."""
        from plutio_async._client.custom_fields import CustomFields

        return CustomFields(self._sender)

    @cached_property
    def files(self) -> Files:
        """Files, documents and links that are kept with people, projects and tasks, and the bytes of the files."""
        from plutio_async._client.files import Files

        return Files(self._sender)

    async def expand(self, records: Model | Iterable[Model] | AsyncIterable[Model], /, **references: bool) -> Related:
        """The records that others refer to, in the fewest calls: ``await plutio.expand(invoices, client=True)``.

        A reference has the name of its field, without ``_id``: ``project=True`` is for ``project_id``. What is found is
        in the attribute of its resource: ``related.projects.get(invoice.project_id)``, and
        ``related.client(invoice)``.

        Args:
            records: One, or several of one or of different kinds, also ``plutio.invoices.iterate()``.
            references: Those to follow.

        Returns:
            The people, companies, projects and so on, each once; ``missing`` has the ids that are not there.

        Raises:
            TypeError: no record has such a reference.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        from plutio_async._generated.related import Related
        from plutio_async._resources.related import find_related

        def get_many(resource: str, ids: list[str]) -> Any:
            return getattr(self, resource).get_many(ids, allow_missing=True)

        return Related(await find_related(get_many, records, references))

    async def find_similar(self, error: OutcomeUnknown, /, *, slack: float = 60.0) -> list[Any]:
        """The records that a create without an answer may have made: see :meth:`OutcomeUnknown.find_similar`."""
        from plutio_async._resources.similar import find_similar

        business = getattr(error, "business", None)  # an error of another kind has none, and is refused there
        return await find_similar(error, self if business is None else self.for_business(business), slack)

    @property
    def business(self) -> str | None:
        """The workspace of the calls; ``None`` for the only one of the token."""
        return self._sender.business

    async def aclose(self, *, drain: float | None = None) -> None:
        """Closes the client and its views. Waiting calls end with a ``ClientStateError``, running requests break off.

        Args:
            drain: Seconds that running calls have to end first, while new ones are refused. A method that makes several
                calls, such as ``iterate`` or ``bulk_update``, stops between two. If cancelled, it closes at once.

        Raises:
            ConfigurationError: ``drain`` is no length of time; nothing is closed then.
            ClientStateError: the client's calls run in another event loop or process.
        """
        await self._sender.shared.session.aclose(drain)

    async def __aenter__(self) -> Self:
        """Opens the client again if it was closed, or if its event loop has ended.

        Raises:
            ClientStateError: it is open in another event loop or process, or is just being closed.
        """
        await self._sender.shared.enter()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        if "_sender" not in vars(self):  # a setting does not work
            return "<Plutio>"
        return f"<Plutio {self.business or 'any workspace'} at {self._sender.shared.settings.base_url}>"

    def __dir__(self) -> list[str]:
        """The resources and the methods, for completion at a prompt."""
        return [name for name in dir(type(self)) if name[0] != "_"]

    def _view(self, **changes: Any) -> Self:
        view = type(self).__new__(type(self))
        view._sender = self._sender.with_options(**changes)  # noqa: SLF001 - of the same class
        return view


def _any_call(method: str, path: str, params: Mapping[str, Any] | None, json: Any) -> Call[Any]:
    from plutio_async._core.call import Call, Operation
    from plutio_async._core.json_text import json_text
    from plutio_async._http.target import check_method, check_path
    from plutio_async._models.answers import anything
    from plutio_async._models.json_form import to_json

    def text(name: str, value: Any) -> str:
        if value is None:
            raise TypeError(f"params: {name} is None; leave it out")
        plain = to_json(value)
        return plain if isinstance(plain, str) else json_text(plain)

    check_method(method)
    check_path(path)
    if not isinstance(params, Mapping | None):
        raise TypeError(f"params= takes a mapping of names to values, not {type(params).__name__}")
    operation = Operation(None, method.upper(), path, idempotent=method.upper() == "GET")
    query = tuple((name, text(name, value)) for name, value in (params or {}).items())
    return Call(operation, anything, query, None if json is None else to_json(json))
