"""A program that is interrupted at chosen points. ``python -m tests.interrupted trio`` prints how each run ended."""

from __future__ import annotations

import gc
import io
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import redirect_stderr, suppress
from types import FrameType
from typing import Any

import anyio
import httpx
from anyio.lowlevel import checkpoint

from plutio_async import NotFoundError, Plutio
from plutio_async._auth.credentials import Token
from plutio_async._client.sender import ClientSender
from plutio_async._pagination import reader
from plutio_async._pipeline import attempt

from .api import TOKEN

POINTS = [
    "token store", "token call", "call", "page", "page ahead", "group of a page ahead", "group of a shared get", "decoder",
    "progress", "record", "left walk", "end of the loop", "all wait", "closing", "transport closes", "raised in a task",
]  # fmt: skip

LINES = "lines"
"""All lines that enter or leave a scope inside a call or the closing, and those that wait for an event of ours.

Each is struck the first time that it is reached, a wait for each function that waits.
"""

Strike = Callable[[str], None]


class Transport(httpx.AsyncBaseTransport):
    """Answers token calls and the pages of a list; the last page never arrives."""

    def __init__(self, strike: Strike) -> None:
        self._strike = strike
        self.pages = 0
        self.open = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.open = True
        await checkpoint()
        if request.url.path.endswith("/oauth/token"):
            self._strike("token call")
            return httpx.Response(200, json=TOKEN)
        if request.url.path.endswith("/projects"):
            self._strike("call")
            return httpx.Response(200, json=[])
        if "_id" in request.url.params:
            self._strike("group of a shared get")
            return httpx.Response(200, json=[])
        self.pages += 1
        self._strike("page" if self.pages == 1 else "page ahead")
        if self.pages == 2:
            self._strike("raised in a task")
            async with anyio.create_task_group() as group:
                group.start_soon(self._inside)
        if self.pages == 3:
            self._strike("all wait")
        skip = int(request.url.params["skip"])
        if skip > 30:
            try:
                await anyio.sleep_forever()
            finally:
                self._strike("closing")
        return httpx.Response(200, json=[{"_id": f"record-{n:010}"} for n in range(skip, skip + 10)])

    async def _inside(self) -> None:
        self._strike("group of a page ahead")

    async def aclose(self) -> None:
        self.open = False
        self._strike("transport closes")
        await checkpoint()


class Store:
    """Has no token."""

    def __init__(self, strike: Strike) -> None:
        self._strike = strike

    async def load(self, account: str) -> Token | None:
        self._strike("token store")
        return None

    async def save(self, account: str, token: Token) -> None:
        """Stores nothing."""


async def program(strike: Strike, marks: list[str]) -> None:
    """Reads a list ahead, and ends."""
    transport = Transport(strike)
    plutio = Plutio("id", "secret", business="example", transport=transport, token_store=Store(strike))

    with anyio.fail_after(60):  # a scope that was entered inside and never left shows here
        try:
            async with plutio:
                try:
                    await plutio.projects.list()
                    tasks = plutio.tasks.iterate(page_size=10, read_ahead=2, progress=lambda _: strike("progress"))
                    walk = aiter(tasks)
                    async for task in walk:
                        if task.id.endswith("5"):
                            strike("record")
                        if task.id.endswith("30"):
                            break  # with pages under way, which end with the client
                    strike("end of the loop")
                    other = aiter(plutio.tasks.iterate(page_size=10, read_ahead=2))
                    await anext(other)
                    del other  # and its page ahead
                    with suppress(NotFoundError):
                        await plutio.with_options(coalesce=True).tasks.get("Hc4RtZ8mWq2NxKb7V")
                finally:
                    marks.append("left the loop")
        finally:
            marks.append("left open" if transport.open else "closed")
        await checkpoint()


def once(point: str, act: Callable[[], None]) -> Strike:
    """Calls ``act`` when the point is reached for the first time."""
    left = [point]

    def strike(reached: str) -> None:
        if reached in left:
            left.remove(reached)
            act()

    return strike


def interrupt() -> None:
    signal.raise_signal(signal.SIGINT)


def interrupt_later() -> None:
    """Sends the signal from another thread, while no task of the loop runs."""
    threading.Thread(target=os.kill, args=(os.getpid(), signal.SIGINT)).start()


def raise_it() -> None:
    raise KeyboardInterrupt


def end_of(backend: str, strike: Strike) -> list[str]:
    """The exception that left the event loop, the marks, and the output on standard error."""
    marks: list[str] = []
    output = io.StringIO()
    with redirect_stderr(output):
        try:
            anyio.run(program, strike, marks, backend=backend)
            end = "nothing"
        except BaseException as error:
            end = repr(error)
        gc.collect()
    return [end, *marks, *output.getvalue().splitlines()]


class Lines:
    """A trace function that records lines, and calls ``act`` at one of them.

    ``at`` is a file, a line number and, for a wait, the function of ours.
    """

    def __init__(self, at: tuple[str, int, str] | None, act: Callable[[], None]) -> None:
        self.seen: dict[tuple[str, int, str], None] = {}
        self.reached = False
        self._at = at
        self._act = act

    def __call__(self, frame: FrameType, event: str, arg: Any) -> Any:
        code = frame.f_code
        ours = "/plutio_async/" in code.co_filename or "/anyio/" in code.co_filename
        if ours and code.co_name in ("__enter__", "__exit__") and _in_a_call(frame):
            return self._line
        return self._line if _waiting(frame) else None

    def _line(self, frame: FrameType, event: str, arg: Any) -> Any:
        if event == "line":
            here = (frame.f_code.co_filename, frame.f_lineno, _waiting(frame))
            self.seen.setdefault(here)
            if here == self._at:
                self._at, self.reached = None, True
                sys.settrace(None)
                self._act()
        return self._line


def _in_a_call(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code in (ClientSender.send.__code__, Plutio.aclose.__code__):
            return True
        frame = frame.f_back
    return False


def _waiting(frame: FrameType) -> str:
    """The function of ours that waits for an event in this frame; empty if the frame is no such wait."""
    code, caller = frame.f_code, frame.f_back
    if code.co_name != "wait" or not code.co_filename.endswith(("/_trio.py", "/trio/_sync.py", "/_asyncio.py")):
        return ""
    while caller is not None and caller.f_code.co_name == "wait":
        caller = caller.f_back
    ours = caller is not None and "/plutio_async/" in caller.f_code.co_filename
    return caller.f_code.co_qualname if caller is not None and ours else ""


def traced(backend: str, lines: Lines) -> list[str]:
    """Runs the program with a trace function."""
    sys.settrace(lines)
    try:
        return end_of(backend, lambda _: None)
    finally:
        sys.settrace(None)


def struck(backend: str, at: tuple[str, int, str]) -> list[str]:
    """The end of a run that reached the line. Not each does: trio varies the order of tasks, and so which one waits."""
    end: list[str] = []
    for _ in range(50):
        lines = Lines(at, interrupt)
        end = traced(backend, lines)
        if lines.reached:
            break
    return end


def main(backend: str) -> None:
    """Prints the result of each point as JSON."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it may be ignored
    acts = {"all wait": interrupt_later, "raised in a task": raise_it}
    decode, drop = attempt.parse_json, reader._cancel
    ends: dict[str, Any] = {}
    for point in POINTS:
        strike = once(point, acts.get(point, interrupt))

        def parse(content: bytes, strike: Strike = strike) -> Any:
            strike("decoder")
            return decode(content)

        def clear(pending: Any, strike: Strike = strike) -> None:
            strike("left walk")
            drop(pending)

        attempt.parse_json, reader._cancel = parse, clear
        ends[point] = end_of(backend, strike)
    attempt.parse_json, reader._cancel = decode, drop
    first = Lines(None, interrupt)
    ends["never"] = traced(backend, first)
    ends[LINES] = {
        f"{file}:{line} {waiting}".strip(): struck(backend, (file, line, waiting)) for file, line, waiting in first.seen
    }
    sys.stdout.write(json.dumps(ends))


if __name__ == "__main__":
    main(sys.argv[1])
