"""Methods that return the HTTP response along with their result: ``plutio.with_raw_response.tasks.list()``.

The types of all methods are in ``_generated/raw.pyi``, which only type checkers read.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Callable, Coroutine, Mapping
from functools import wraps
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Protocol, TypeVar

from attrs import field, frozen

from plutio_async._resources.resource import Resource

P = ParamSpec("P")
T = TypeVar("T")
S = TypeVar("S")
S_co = TypeVar("S_co", covariant=True)


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


class RawItems(Generic[S_co]):
    """The items of ``iterate()``, ``pages()``, ``changes()`` or ``watch()``, each in a :class:`RawResponse`.

    An item has the responses that came since the item before, or the same as that one if none did: the records of one
    page have the same responses.
    """

    def __init__(self, items: S_co, answers: list[Answer]) -> None:
        self.items = items
        """What the method itself returns, with its ``cursor`` and the like."""
        self._answers = answers

    def __aiter__(self: RawItems[AsyncIterable[T]]) -> RawIterator[T]:
        return RawIterator(aiter(self.items), self._answers)


class RawIterator(AsyncIterator[RawResponse[T]]):
    """Yields each item in a :class:`RawResponse`."""

    def __init__(self, items: AsyncIterator[T], answers: list[Answer]) -> None:
        self._items = items
        self._answers = answers
        self._latest: tuple[Answer, ...] = ()

    async def __anext__(self) -> RawResponse[T]:
        item = await anext(self._items)
        self._latest = tuple(self._answers) or self._latest
        self._answers.clear()
        return RawResponse(item, self._latest)


class RawMethod(Protocol[P, T]):
    """The type of a method whose result comes in a :class:`RawResponse`."""

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        """Like the method itself."""
        ...


class RawItemsMethod(Protocol[P, S_co]):
    """The type of a method whose items come in :class:`RawResponse`."""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> RawItems[S_co]:
        """Like the method itself."""
        ...


if TYPE_CHECKING:

    def raw(method: Callable[P, Coroutine[Any, Any, T]]) -> RawMethod[P, T]: ...
    def raw_items(method: Callable[P, S]) -> RawItemsMethod[P, S]: ...


class WithRawResponse:
    """A client whose methods return a :class:`RawResponse`. ``make_view`` makes a client with more options."""

    def __init__(self, make_view: Callable[..., Any]) -> None:
        self._make_view = make_view

    async def request(
        self, method: str, path: str, *, params: Mapping[str, Any] | None = None, json: Any = None
    ) -> RawResponse[Any]:
        """Like ``plutio.request()``."""
        view, answers = self._view()
        return RawResponse(await view.request(method, path, params=params, json=json), tuple(answers))

    def _view(self) -> tuple[Any, list[Answer]]:
        answers: list[Answer] = []
        # Shared reads have one response for several callers, of which each wants its own.
        view = self._make_view(on_answer=(lambda *answer: answers.append(Answer(*answer)),), coalesce=False)
        return view, answers

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if isinstance(getattr(self._make_view(), name, None), Resource):
                return _RawResource(name, self._view)
            raise AttributeError(f"plutio.with_raw_response has resources and request(), not {name}")


class _RawResource:
    def __init__(self, name: str, make_view: Callable[[], tuple[Any, list[Answer]]]) -> None:
        self._name = name
        self._make_view = make_view

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method, _ = self._method(name)
        if not callable(method):
            raise AttributeError(f"plutio.with_raw_response.{self._name} has the methods of the resource, not {name}")  # noqa: TRY004

        @wraps(method)
        async def awaited(*args: Any, **kwargs: Any) -> RawResponse[Any]:
            own, answers = self._method(name)
            return RawResponse(await own(*args, **kwargs), tuple(answers))

        @wraps(method)
        def iterated(*args: Any, **kwargs: Any) -> RawItems[Any]:
            own, answers = self._method(name)
            return RawItems(own(*args, **kwargs), answers)

        call = awaited if iscoroutinefunction(method) else iterated
        vars(call).pop("__signature__", None)  # which counts self; that of the wrapped method does not
        return call

    def _method(self, name: str) -> tuple[Any, list[Answer]]:
        view, answers = self._make_view()
        return getattr(getattr(view, self._name), name), answers

    def __repr__(self) -> str:
        return f"<plutio.with_raw_response.{self._name}>"
