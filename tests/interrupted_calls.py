"""Programs with the synchronous client, interrupted at each instruction, or at some of them.

``python -m tests.interrupted_calls "a block" 3``, which tries about a third of them, prints the results as JSON. Tests start it, since it may have the signals.
"""

from __future__ import annotations

import faulthandler
import io
import json
import signal
import sys
import threading
import weakref
from collections.abc import Callable
from contextlib import redirect_stderr, suppress
from types import CodeType, FrameType
from typing import Any

import httpx

from plutio_async import NotFoundError
from plutio_async.sync import Plutio

from .api import TOKEN

_HANGS = 30.0
"""Seconds after which a run prints where each thread is, and ends the program."""
_ROWS = [{"_id": f"record-{number:010}"} for number in range(15)]


def answer(request: httpx.Request) -> httpx.Response:
    """A token, 15 tasks, no task of a given id. A list of projects gets a Ctrl-C instead of an answer."""
    if request.url.path.endswith("/oauth/token"):
        return httpx.Response(200, json=TOKEN)
    if request.url.path.endswith("/projects"):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    if "_id" in request.url.params:
        return httpx.Response(200, json=[])
    skip, limit = int(request.url.params.get("skip", 0)), int(request.url.params.get("limit", 100))
    return httpx.Response(200, json=_ROWS[skip : skip + limit])


def first_call(plutio: Plutio) -> None:
    plutio.tasks.list()


def block(plutio: Plutio) -> None:
    with plutio:
        pass


def walk(plutio: Plutio) -> None:
    for _ in plutio.tasks.iterate(page_size=10):
        pass


def failing_call(plutio: Plutio) -> None:
    with suppress(NotFoundError):
        plutio.tasks.get("Hc4RtZ8mWq2NxKb7V")


def interrupted_call(plutio: Plutio) -> None:
    """Another interrupt comes while the client handles the first one."""
    with suppress(KeyboardInterrupt):
        plutio.projects.list()


PROGRAMS: dict[str, tuple[Callable[[Plutio], None], bool]] = {
    "the first call": (first_call, False),
    "a block": (block, False),
    "a walk": (walk, True),
    "a call that fails": (failing_call, True),
    "a call that is interrupted": (interrupted_call, True),
}
"""The programs, and whether the client is open before them."""


class Instructions:
    """A trace function that interrupts the thread before the first instruction that is not ``done``.

    Of each function it takes those whose place is a multiple of ``every``.
    """

    def __init__(self, every: int) -> None:
        self._every = every
        self.done: set[tuple[CodeType, int]] = set()

    def __call__(self, frame: FrameType, event: str, arg: Any) -> Any:
        if frame.f_code.co_filename == __file__ or _in_a_finalizer(frame):
            return None
        frame.f_trace, frame.f_trace_opcodes, frame.f_trace_lines = self._instruction, True, False
        return self._instruction

    def _instruction(self, frame: FrameType, event: str, arg: Any) -> Any:
        here = frame.f_code, frame.f_lasti
        if event == "opcode" and here not in self.done:
            self.done.add(here)
            if frame.f_lasti // 2 % self._every == 0:
                raise KeyboardInterrupt
        return self._instruction


def _in_a_finalizer(frame: FrameType | None) -> bool:
    """Whether Python ignores what is raised here."""
    while frame is not None and frame.f_code is not weakref.finalize.__call__.__code__:
        frame = frame.f_back
    return frame is not None


def interrupt(_: int, frame: FrameType | None) -> None:
    """Handles the signal. One that comes after the program is too late."""
    if sys.gettrace() is not None:
        raise KeyboardInterrupt


def end_of(program: Callable[[Plutio], None], instructions: Instructions | None, *, is_open: bool) -> str:
    """What is wrong after a run of the program: empty if the client works, and left no thread and no output."""
    faulthandler.dump_traceback_later(_HANGS, exit=True, file=sys.__stderr__)
    plutio = Plutio("id", "secret", business="example", transport=httpx.MockTransport(answer))
    output = io.StringIO()
    with redirect_stderr(output):
        if is_open:
            plutio.tasks.list()
        sys.settrace(instructions)
        try:
            program(plutio)
        except KeyboardInterrupt:
            pass
        finally:
            sys.settrace(None)
        with plutio:
            works = len(plutio.tasks.list()) == len(_ROWS)
    faulthandler.cancel_dump_traceback_later()
    if not works:
        return "the next call had no answer"
    return "a thread is left" if threading.active_count() > 1 else output.getvalue()


def results(name: str, every: int) -> dict[str, Any]:
    """What went wrong when instructions of the program were interrupted, and the functions that have one."""
    program, is_open = PROGRAMS[name]
    end_of(program, None, is_open=is_open)  # imports what it needs
    instructions, wrong, before = Instructions(every), set(), -1
    while len(instructions.done) > before:
        before = len(instructions.done)
        wrong.add(end_of(program, instructions, is_open=is_open))
    functions = {code.co_qualname for code, _ in instructions.done}
    return {"wrong": sorted(wrong - {""}), "functions": sorted(functions)}


if __name__ == "__main__":
    signal.signal(signal.SIGINT, interrupt)
    sys.stdout.write(json.dumps(results(sys.argv[1], int(sys.argv[2]))))
