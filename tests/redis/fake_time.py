"""Event loops on which time jumps to the next deadline when nothing else is left to do, and a server for them.

For waits that the event loop measures, whatever the machine is doing meanwhile.
"""

from __future__ import annotations

import asyncio
import json
import selectors
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal

import anyio
import coredis
import pytest
import trio
from trio.testing import MockClock

from plutio_async._core.clock import SystemClock


class JumpingLoop(asyncio.SelectorEventLoop):
    """Stands still while anything can run."""

    now = 1_000.0

    def __init__(self) -> None:
        super().__init__(_Selector(self))

    def time(self) -> float:
        return self.now


class _Selector(selectors.SelectSelector):
    def __init__(self, loop: JumpingLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None:
            raise AssertionError("all tasks wait, and no deadline is due")
        events = super().select(0)
        if not events:
            self._loop.now += timeout
        return events


def run(backend: str, call: Callable[[], Awaitable[None]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs it on the backend's fake time, which is also what ``time.monotonic`` says."""
    if backend == "trio":
        clock = MockClock(autojump_threshold=0)
        measure_by(clock.current_time, monkeypatch)
        trio.run(call, clock=clock)  # anyio passes no clock on before 4.14
    else:
        loop = JumpingLoop()
        measure_by(loop.time, monkeypatch)
        anyio.run(call, backend="asyncio", backend_options={"loop_factory": lambda: loop})


def measure_by(now: Callable[[], float], monkeypatch: pytest.MonkeyPatch) -> None:
    for owner, function in ((time, now), (SystemClock, staticmethod(now))):
        monkeypatch.setattr(owner, "monotonic", function)


FOR_EVER = 86_400.0
State = Literal["well", "full", "frozen", "killed"]


class FakeServer:
    """Stands in for a coredis client whose server grants everything, until something happens to it.

    While it is ``full``, callers are to wait ``full_for`` seconds. ``fields`` replace those of its answers.
    """

    def __init__(self) -> None:
        self.state: State = "well"
        self.after_this: State | None = None
        self.full_for = 0.5
        self.fields: dict[str, Any] = {}

    async def evalsha(self, digest: str, keys: Sequence[str], args: Sequence[str]) -> Any:
        for _ in range(20):  # about as many as an answer takes on its way through a real client
            await anyio.lowlevel.checkpoint()
        if self.state == "frozen":
            await anyio.sleep(FOR_EVER)
        if self.state == "killed":
            raise coredis.exceptions.ConnectionError("refused")
        try:
            # Else it is the script of a token store: there is no token, and this worker renews.
            return self.answer(json.loads(args[0])) if len(args) == 1 else [None, 0]
        finally:
            self.state, self.after_this = self.after_this or self.state, None

    def answer(self, ask: dict[str, Any]) -> str:
        full = self.state == "full"
        calls = [call["id"] for call in ask["calls"]]
        answer = {
            "epoch": "epoch",
            "granted": [] if full else calls,
            "waits": [[number, round(self.full_for * 1e6)] for number in calls] if full else [],
            "probe": "",
            "limit": ask["limit"],
            "free": 0 if full else ask["limit"],
            **dict.fromkeys(("next", "last", "paused", "closed", "others"), 0),
            **self.fields,
        }
        return json.dumps(answer)
