"""The synchronous client: the objects of the asynchronous one, whose coroutines run in an event loop of a thread.

Every method is derived from that of the asynchronous object, so a new operation is there by itself. The stub
``plutio_async/sync.pyi``, which the generator writes, has the signatures.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from functools import partial, wraps
from inspect import ismethod
from typing import TYPE_CHECKING, Any, Generic, Never, Self

from plutio_async._client.client import Plutio as AsyncPlutio
from plutio_async._client.loop_thread import LoopThread
from plutio_async._core.call import T
from plutio_async._pagination.changes import Changes as AsyncChanges
from plutio_async._pagination.page import Traits
from plutio_async._pagination.reader import PageIterator, RecordIterator
from plutio_async._pagination.records import Records as AsyncRecords
from plutio_async._resources.reads import Selection
from plutio_async._resources.resource import Resource

_END: Any = object()
_ASYNC_ONLY = ("resources", "with_raw_response")


class Facade:
    """An object whose methods are called without ``await``."""

    def __init__(self, target: Any, loop: LoopThread) -> None:
        self._target = target
        self._loop = loop

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        value = getattr(self._target, name)
        if not (ismethod(value) or isinstance(value, Resource)):
            return value
        self.__dict__[name] = made = _method(value, self._loop) if ismethod(value) else Facade(value, self._loop)
        return made

    def __dir__(self) -> list[str]:
        return [name for name in dir(self._target) if not name.startswith("_")]

    def __repr__(self) -> str:
        return repr(self._target) if "_target" in vars(self) else f"<{type(self).__name__}>"


class Plutio(Facade):
    """A client of the Plutio API for code without ``async``: ``with Plutio.from_env() as plutio``.

    Takes what ``plutio_async.Plutio`` takes, and has the same methods and errors. Several threads may use it. Its calls
    run in one event loop, in a thread that begins with the first call and ends with ``close()``.
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        try:
            client = AsyncPlutio(*args, **settings)
        finally:
            args, settings = (), {}  # so that the frame of a mistake does not have the secret
        super().__init__(client, LoopThread(client))

    @classmethod
    def from_env(cls, **settings: Any) -> Self:
        try:
            return cls._of(AsyncPlutio.from_env(**settings))
        finally:
            settings.clear()

    @classmethod
    def sandbox(cls, sandbox: Any = None, **settings: Any) -> Self:
        return cls._of(AsyncPlutio.sandbox(sandbox, **settings))

    @classmethod
    def _of(cls, client: AsyncPlutio, loop: LoopThread | None = None) -> Self:
        made = cls.__new__(cls)
        Facade.__init__(made, client, loop or LoopThread(client))
        return made

    def with_options(self, **options: Any) -> Self:
        return self._of(self._target.with_options(**options), self._loop)

    def for_business(self, business: str) -> Self:
        return self._of(self._target.for_business(business), self._loop)

    def _all_and_changes(self, name: str, **start: Any) -> Changes[Any]:
        """All records of a resource, or from a cursor on what changed."""
        resource = getattr(self._target, name)
        return Changes(resource._changes(Selection("changes", None, None, {}), whole=True, **start), self._loop)  # noqa: SLF001

    @property
    def _traits(self) -> Traits:
        traits: Traits = self._target._sender.shared.traits  # noqa: SLF001 - its own
        return traits

    def close(self, *, drain: float | None = None) -> None:
        self._loop.close(drain)

    def __enter__(self) -> Self:
        self._loop.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        raise TypeError("write 'with' for plutio_async.sync.Plutio, or use plutio_async.Plutio")

    async def __aexit__(self, *_: object) -> None: ...

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), "close"} - {"aclose", *_ASYNC_ONLY})

    def __getattr__(self, name: str) -> Any:
        if name == "aclose":
            raise AttributeError("the synchronous client has close() instead of aclose()")
        if name in _ASYNC_ONLY:
            raise AttributeError(f"only the asynchronous client has {name}")
        return super().__getattr__(name)


class _Items(Facade):
    """Records or changes, which are read in a plain ``for``. Leaving the loop ends the walk."""

    def __iter__(self) -> Iterator[Any]:
        return iterate(self._loop, self._target)

    if not TYPE_CHECKING:

        def __aiter__(self) -> Never:
            raise TypeError(f"write 'for' for {type(self).__name__} of plutio_async.sync, or use plutio_async.Plutio")


class Records(_Items, Generic[T]):
    """All records of a list, as those of ``plutio_async``: ``for record in …``. Leaving the loop cancels fetches."""


class Changes(_Items, Generic[T]):
    """What was created or updated since a moment, as that of ``plutio_async``: ``for record in changes``."""


def _method(method: Callable[..., Any], loop: LoopThread) -> Callable[..., Any]:
    @wraps(method)
    def call(*args: Any, **kwargs: Any) -> Any:
        keywords = {name: _read_here(value) for name, value in kwargs.items()}
        result = loop.call(partial(method, *map(_read_here, args), **keywords))
        match result:
            case AsyncRecords():
                return Records(result, loop)
            case AsyncChanges():
                return Changes(result, loop)
            case PageIterator():
                return iterate(loop, result)
        return result

    vars(call).pop("__signature__", None)  # that of the unbound method; the one of ``method`` is found by itself
    return call


def _read_here(value: Any) -> Any:
    """An argument for the event loop, which can read ``Records`` but not an iterator that may call the client."""
    match value:
        case _Items():
            return value._target  # noqa: SLF001 - of this module
        case Iterator():
            return list(value)
    return value


def iterate(loop: LoopThread, source: Any) -> Generator[Any, None, None]:
    """Streams from an asynchronous iterable. Ends what it fetches ahead when the loop over it is left."""
    iterator = loop.call(aiter, source)
    try:
        while (item := _next(loop, iterator)) is not _END:
            yield item
    finally:
        if (aclose := getattr(iterator, "aclose", None)) is not None:
            loop.post(aclose)


def _next(loop: LoopThread, iterator: Any) -> Any:
    if isinstance(iterator, RecordIterator) and iterator.has_next:
        return iterator.take()  # without a switch of threads
    return loop.call(anext, iterator, _END)
