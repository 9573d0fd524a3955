"""Methods that return the HTTP response along with their result: ``plutio.with_raw_response.tasks.list()``.

The types of all methods are in ``_generated/raw.pyi``, which only type checkers read.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from functools import wraps
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

from attrs import field, frozen

from plutio_async._resources.resource import Resource

P = ParamSpec("P")
T = TypeVar("T")


@frozen
class Answer:
    """The HTTP response of one call that succeeded. ``elapsed`` is in seconds, header names are in lower case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    elapsed: float


@frozen
class RawResponse(Generic[T]):
    """The result of a method, and the responses it was made of.

    A method may make several calls, such as ``get_many``, or none. ``answers`` has the response of each that succeeded,
    in their order. ``status``, ``headers`` and ``elapsed`` are those of the last one.
    """

    value: T = field(repr=False)
    answers: tuple[Answer, ...]

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self._last.status

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, with names in lower case."""
        return self._last.headers

    @property
    def elapsed(self) -> float:
        """Seconds from sending the request to the end of its response, in the attempt that succeeded."""
        return self._last.elapsed

    @property
    def _last(self) -> Answer:
        if not self.answers:
            raise LookupError("the method made no call, so there is no response")
        return self.answers[-1]


class RawMethod(Generic[P, T]):
    """The type of a method whose result comes in a :class:`RawResponse`."""

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        """Like the method itself."""
        raise NotImplementedError


def raw(method: Callable[P, Coroutine[Any, Any, T]]) -> RawMethod[P, T]:
    """The type of a method with its response; only for type checkers."""
    raise NotImplementedError


class WithRawResponse:
    """A client whose methods return a :class:`RawResponse`. ``make_view`` makes a client with more options."""

    def __init__(self, make_view: Callable[..., Any]) -> None:
        self._make_view = make_view

    async def request(
        self, method: str, path: str, *, params: Mapping[str, Any] | None = None, json: Any = None
    ) -> RawResponse[Any]:
        """Like ``plutio.request()``."""
        return await self._call(lambda view: view.request(method, path, params=params, json=json))

    async def _call(self, method: Callable[[Any], Coroutine[Any, Any, T]]) -> RawResponse[T]:
        answers: list[Answer] = []
        # Shared reads have one response for several callers, of which each wants its own.
        view = self._make_view(on_answer=lambda *answer: answers.append(Answer(*answer)), coalesce=False)
        value = await method(view)
        return RawResponse(value, tuple(answers))

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if isinstance(getattr(self._make_view(), name, None), Resource):
                return _RawResource(self, name)
            raise AttributeError(f"plutio.with_raw_response has resources and request(), not {name}")


class _RawResource:
    def __init__(self, client: WithRawResponse, resource: str) -> None:
        self._client = client
        self._resource = resource

    def __getattr__(self, name: str) -> Callable[..., Any]:
        resource = getattr(self._client._make_view(), self._resource)  # noqa: SLF001 - both are one object to users
        method = getattr(resource, name)
        if not iscoroutinefunction(method):
            hint = ", such as list() and get()"
            raise AttributeError(
                f"plutio.with_raw_response.{self._resource} has the methods that are awaited{hint}, not {name}"
            )

        @wraps(method)
        async def call(*args: Any, **kwargs: Any) -> RawResponse[Any]:
            return await self._client._call(  # noqa: SLF001
                lambda view: getattr(getattr(view, self._resource), name)(*args, **kwargs)
            )

        vars(call).pop("__signature__", None)  # which counts self; that of the wrapped method does not
        return call

    def __repr__(self) -> str:
        return f"<plutio.with_raw_response.{self._resource}>"
