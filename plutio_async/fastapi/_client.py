"""One client for the process, as a dependency of routes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import HTTPConnection

from plutio_async._client.client import Plutio
from plutio_async._core.errors import ClientStateError

_DRAIN = 10.0
"""Seconds that running calls have to end when the process is shut down."""
_STATE = "plutio"

Factory = Callable[[], AbstractAsyncContextManager[Plutio]]
Lifespan = Callable[[Any], AbstractAsyncContextManager[Mapping[str, Any] | None]]


def lifespan_of(
    factory: Factory, inner: Lifespan | None = None
) -> Callable[[Any], AbstractAsyncContextManager[dict[str, Any]]]:
    """A lifespan for an app or a router, which opens a client and closes it: ``lifespan_of(Plutio.sandbox)``.

    It makes no client where a test has overridden ``get_plutio``, so such a test needs no settings.

    Args:
        factory: Makes the client, or an async context manager that gives one, such as a function with
            ``@asynccontextmanager`` that opens a shared budget first.
        inner: The app's own lifespan. It runs while the client is open, and its state is kept.
    """

    @asynccontextmanager
    async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
        async with AsyncExitStack() as stack:
            clients = {}
            if get_plutio not in app.dependency_overrides:
                plutio = await stack.enter_async_context(factory())
                stack.push_async_callback(partial(plutio.aclose, drain=_DRAIN))
                clients[_STATE] = plutio
            state = None if inner is None else await stack.enter_async_context(inner(app))
            yield {**(state or {}), **clients}

    return lifespan


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """``FastAPI(lifespan=lifespan)``: a client with the settings in the environment."""
    async with lifespan_of(Plutio.from_env)(app) as state:
        yield state


def get_plutio(connection: HTTPConnection) -> Plutio:
    """The client of the app. Tests override it: ``app.dependency_overrides[get_plutio] = lambda: plutio``.

    Raises:
        ClientStateError: the lifespan is missing, or has not run.
    """
    plutio = getattr(connection.state, _STATE, None)
    if isinstance(plutio, Plutio):
        return plutio
    raise ClientStateError(
        "the app has no client: create it with FastAPI(lifespan=plutio_async.fastapi.lifespan). "
        "A test without the lifespan sets app.dependency_overrides[plutio_async.fastapi.get_plutio]"
    )


PlutioClient = Annotated[Plutio, Depends(get_plutio)]
"""The client as an argument of a route: ``async def tasks(plutio: PlutioClient)``."""
