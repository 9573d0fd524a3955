"""The client: one object for a process, with every resource as an attribute."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, partial
from types import EllipsisType, TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import evolve

from plutio_async._auth.store import TokenStore
from plutio_async._client.lifecycle import Core
from plutio_async._client.settings import Settings
from plutio_async._core.call import Call, Operation
from plutio_async._core.clock import Clock, SystemClock
from plutio_async._core.errors import OutcomeUnknown
from plutio_async._core.secret import Secret
from plutio_async._custom_fields.cache import bind
from plutio_async._generated.root import BASE_URL, Related, Resources
from plutio_async._http.target import check_method, check_path
from plutio_async._http.transport import MAX_RESPONSE_BYTES, AsyncTransport
from plutio_async._models.answers import anything
from plutio_async._models.codecs import to_json
from plutio_async._models.model import Model
from plutio_async._pagination.ahead import Spawn
from plutio_async._pagination.page import PageCaps
from plutio_async._pipeline.options import Options
from plutio_async._pipeline.retry import Retries
from plutio_async._ratelimit.budget import budget_of
from plutio_async._ratelimit.protocol import CallBudget, Priority
from plutio_async._resources.related import find_related
from plutio_async._resources.sender import GetBatched

if TYPE_CHECKING:
    import ssl

    from plutio_async._client.custom_fields import CustomFields
    from plutio_async._custom_fields.schema import Schema
    from plutio_async.testing import Sandbox

T = TypeVar("T")

_KEEP: Any = object()


class Plutio(Resources):
    """A client of the Plutio API.

    Make one for a process and close it: ``async with Plutio.from_env() as plutio``. Resources are attributes:
    ``plutio.tasks``, ``plutio.time_tracks``, … It holds the connections, the token and the budget of calls, which
    ``with_options()`` and ``for_business()`` share.

    Args:
        client_id: From Settings, API manager, in the web app.
        client_secret: From the same place.
        business: The workspace's subdomain; may be left out when the API client is enabled for one workspace only.
        base_url: Host and version of the API; https, except on a loopback address.
        timeout: Seconds that one attempt may take, the wait for a free connection not counted.
        max_wait: The longest wait of an attempt for a free call and a token, in seconds; ``None`` waits as long as it
            takes, ``...`` as the budget says.
        retries: When and how often a failed call is repeated; a number is the most attempts.
        budget: The calls of an hour; a number is the limit.
        token_store: Keeps the access token beyond this process.
        transport: Takes the place of the network, for tests; any httpx transport.
        max_connections: The most connections at a time.
        proxy: The URL of a proxy; without it, the environment's proxies are used.
        http2: Speaks HTTP/2 where the server does; needs the ``http2`` extra.
        verify: An SSL context of your own. One that checks nothing gets an ``InsecureConnectionWarning``, once.
        allow_http: Lets ``base_url`` be http on any host, which shows the secret to everyone on the way.
        max_response_bytes: The longest body of an answer, unpacked. A longer one is ``ResponseTooLarge``.
        clock: Tells the time and sleeps; for tests.
        keeps_custom_fields: Says that an update which sends some custom fields leaves a record's others alone. Nobody
            recorded that, so by default the others are read, which is a call more, and sent along.
        coalesce: Makes one call of reads that are the same, and of gets of one resource, where they happen at once.

    Raises:
        ConfigurationError: a setting cannot work.
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        *,
        business: str | None = None,
        base_url: str = BASE_URL,
        timeout: float = 30.0,
        max_wait: float | EllipsisType | None = ...,
        retries: Retries | int | None = None,
        budget: CallBudget | int | None = None,
        token_store: TokenStore | None = None,
        transport: AsyncTransport | None = None,
        max_connections: int = 100,
        proxy: str | None = None,
        http2: bool = False,
        verify: ssl.SSLContext | None = None,
        allow_http: bool = False,
        max_response_bytes: int = MAX_RESPONSE_BYTES,
        clock: Clock | None = None,
        keeps_custom_fields: bool = False,
        coalesce: bool = False,
    ) -> None:
        secret, client_secret = Secret(client_secret), ""  # so that the frame of a mistake below does not have it
        settings = Settings(client_id, secret, business, base_url, timeout, allow_http)
        clock = clock or SystemClock()
        self._core = Core(
            settings,
            budget=budget_of(budget, clock),
            token_store=token_store,
            clock=clock,
            transport=transport,
            max_connections=max_connections,
            proxy=proxy,
            http2=http2,
            verify=verify,
            max_response_bytes=max_response_bytes,
            keeps_custom_fields=keeps_custom_fields,
        )
        self._options = Options(
            timeout=timeout, max_wait=max_wait, retries=_retries(retries), business=business, coalesce=coalesce
        )

    @classmethod
    def from_env(cls, **settings: Any) -> Self:
        """A client from ``PLUTIO_CLIENT_ID``, ``PLUTIO_CLIENT_SECRET``, ``PLUTIO_BUSINESS`` and ``PLUTIO_BASE_URL``.

        Args:
            settings: Anything else that the class takes, and overrides.

        Raises:
            ConfigurationError: a variable is missing or wrong.
        """
        found = Settings.from_env(allow_http=settings.get("allow_http", False))
        named = {"business": found.business, "base_url": found.base_url, **settings}
        return cls(found.client_id, found.client_secret(), **named)

    @classmethod
    def sandbox(cls, sandbox: Sandbox | None = None, **settings: Any) -> Self:
        """A client of a Plutio that lives in this process, for tests and trials. Needs the ``testing`` extra."""
        from plutio_async.testing import Sandbox

        box = sandbox or Sandbox()
        named = {"business": box.business, "transport": box.transport(), "clock": box.clock, **settings}
        return cls(box.client_id, box.client_secret, **named)

    @property
    def budget(self) -> CallBudget:
        """The hour's calls: limit, what remains, when more come."""
        return self._core.budget

    def with_options(
        self,
        *,
        timeout: float = _KEEP,
        max_wait: float | EllipsisType | None = _KEEP,
        priority: Priority = _KEEP,
        retries: Retries | int = _KEEP,
        coalesce: bool = _KEEP,
    ) -> Self:
        """The same client with other options for its calls; connections, token and budget are shared."""
        given = {
            "timeout": timeout,
            "max_wait": max_wait,
            "priority": priority,
            "retries": retries,
            "coalesce": coalesce,
        }
        changes: dict[str, Any] = {name: value for name, value in given.items() if value is not _KEEP}
        if "retries" in changes:
            changes["retries"] = _retries(changes["retries"])
        return self._view(evolve(self._options, **changes))

    def for_business(self, business: str) -> Self:
        """The same client for another workspace that the API client is enabled for."""
        return self._view(evolve(self._options, business=business))

    async def request(
        self, method: str, path: str, *, params: Mapping[str, Any] | None = None, json: Any = None
    ) -> Any:
        """Any call, also of what is not described: through the same token, budget, retries and errors.

        Args:
            method: ``GET``, ``POST``, ``PUT``, ``DELETE`` or another.
            path: From the version on, such as ``/schedules``. What is no ASCII in it is percent-encoded.
            params: Query parameters by wire name.
            json: The body.

        Returns:
            The parsed JSON; ``None`` for an empty answer.

        Raises:
            ConfigurationError: the method or the path cannot be sent, or could be taken for another. It is a
                ``ValueError``, and nothing was sent.
            PlutioError: the call failed. Only a ``GET`` is repeated after the server may have acted.
        """
        check_method(method)
        check_path(path)
        operation = Operation(None, method.upper(), path, idempotent=method.upper() == "GET")
        query = tuple((name, _text(value)) for name, value in (params or {}).items())
        return await self.send(Call(operation, anything, query, None if json is None else to_json(json)))

    async def send(self, call: Call[T]) -> T:
        result = await self._core.send(call, self._options)
        bind(result, self._core.schemas(self._options.business))
        return result

    @cached_property
    def custom_fields(self) -> CustomFields:
        """Definitions of the fields that a workspace adds to its records, and the schema made of them."""
        from plutio_async._client.custom_fields import CustomFields

        return CustomFields(self, self._core.schemas(self._options.business))

    async def custom_schema(self) -> Schema:
        return await self.custom_fields.schema()

    @property
    def keeps_custom_fields(self) -> bool:
        return self._core.keeps_custom_fields

    async def expand(self, records: Model | Iterable[Model], /, **references: bool) -> Related:
        """The records that others refer to, in the fewest calls: ``await plutio.expand(invoices, client=True)``.

        A reference has the name of its field, without ``_id``: ``project=True`` is for ``project_id``. What is found is
        in the attribute of its resource: ``related.projects.get(invoice.project_id)``, and
        ``related.people.get(invoice.client) or related.companies.get(invoice.client)``.

        Args:
            records: One, or several of one or of different kinds.
            references: Those to follow.

        Returns:
            The people, companies, projects and so on, each once; ``missing`` has the ids that are not there.

        Raises:
            TypeError: no record has such a reference.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """

        async def get_many(resource: str, ids: list[str]) -> list[Any]:
            found: list[Any] = await getattr(self, resource).get_many(ids, allow_missing=True)
            return found

        return Related(await find_related(get_many, records, references))

    async def find_similar(self, error: OutcomeUnknown, /, *, slack: float = 60.0) -> list[Any]:
        """The records that a create without an answer may have made: see :meth:`OutcomeUnknown.find_similar`."""
        from plutio_async._client.similar import find_similar

        return await find_similar(error, self if error.business is None else self.for_business(error.business), slack)

    @property
    def business(self) -> str | None:
        """The workspace that the calls are for; ``None`` for the one that the token is for."""
        return self._options.business

    @property
    def clock(self) -> Clock:
        return self._core.clock

    @property
    def get_batched(self) -> GetBatched | None:
        if not self._options.coalesce:
            return None
        self._core.check()
        return partial(self._core.coalescer.get, self._options)

    def in_background(self) -> Self:
        return self.with_options(priority="background")

    @property
    def spawn(self) -> Spawn:
        return self._core.tasks.spawn

    def spare(self) -> int | None:
        return self._core.budget.remaining

    def page_caps(self, resource: str) -> PageCaps:
        return self._core.page_caps.setdefault(resource, PageCaps())

    async def aclose(self, *, drain: float | None = None) -> None:
        """Closes the client and its views: calls that wait end with a ``ClientStateError``, those under way break off.

        Args:
            drain: Seconds within which running calls may end first, while new ones are refused. What makes several
                calls, such as ``iterate`` or ``bulk_update``, stops between two. When cancelled it closes at once.

        Raises:
            ConfigurationError: ``drain`` is no length of time; nothing was closed.
            ClientStateError: the client's calls run in another event loop or process.
        """
        await self._core.aclose(drain)

    async def __aenter__(self) -> Self:
        self._core.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        settings = self._core.settings
        return f"<Plutio {self._options.business or 'any workspace'} at {settings.base_url}>"

    def _view(self, options: Options) -> Self:
        view = type(self).__new__(type(self))
        view.__dict__.update(_core=self._core, _options=options)
        return view


def _retries(retries: Retries | int | None) -> Retries:
    if retries is None or isinstance(retries, int):
        return Retries() if retries is None else Retries(attempts=retries)
    return retries


def _text(value: Any) -> str:
    json_value = to_json(value)
    return json_value if isinstance(json_value, str) else str(json_value).lower()
