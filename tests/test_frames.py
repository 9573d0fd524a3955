"""The way of a call is short: it has few frames of this package."""

from __future__ import annotations

import sys

import httpx
import pytest

from plutio_async import Budget, Plutio
from plutio_async.testing.clock import FakeClock

from .api import TOKEN

pytestmark = pytest.mark.anyio

ID = "Hc4RtZ8mWq2NxKb7V"


def own_frames() -> list[str]:
    """The frames of the package between here and the test, the innermost first, each as a module and a function."""
    frame, found = sys._getframe(1), []
    while frame is not None:
        module = frame.f_globals["__name__"]
        if module.startswith("plutio_async.") and not module.startswith("plutio_async.testing"):
            found.append(f"{module}.{frame.f_code.co_qualname}")
        frame = frame.f_back
    return found


class Transport(httpx.AsyncBaseTransport):
    """Answers with one record, and records the frames of each call."""

    def __init__(self) -> None:
        self.frames: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/oauth/token"):
            return httpx.Response(200, json=TOKEN)
        self.frames = own_frames()
        return httpx.Response(200, json=[{"_id": ID}])


class Clock(FakeClock):
    """Records the frames of the sleep, and ends it with an error."""

    def __init__(self) -> None:
        super().__init__()
        self.frames: list[str] = []

    async def sleep(self, seconds: float) -> None:
        self.frames = own_frames()
        raise KeyError("enough")


async def test_a_get() -> None:
    """From ``tasks.get`` to the transport."""
    transport = Transport()
    async with Plutio("id", "secret", transport=transport) as plutio:
        await plutio.tasks.get(ID)
    assert 0 < len(transport.frames) <= 9, transport.frames


async def test_a_page() -> None:
    """From ``async for`` to the transport."""
    transport = Transport()
    async with Plutio("id", "secret", transport=transport) as plutio:
        async for _ in plutio.tasks.iterate():
            break
    assert 0 < len(transport.frames) <= 12, transport.frames


async def test_a_wait_for_the_budget() -> None:
    """From ``tasks.get`` to the sleep."""
    clock = Clock()
    async with Plutio("id", "secret", transport=Transport(), clock=clock, budget=Budget(2, clock=clock)) as plutio:
        await plutio.tasks.get(ID)
        with pytest.raises(KeyError, match="enough"):
            await plutio.tasks.get(ID)
    assert 0 < len(clock.frames) <= 6, clock.frames
