"""``python -m chaos.interrupts``: Ctrl-C at random times while pages are read ahead. Exits with 1 after a failure.

Each try is a process that reads a list over real sockets until the signal ends it.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import anyio

from chaos.connections import connections
from plutio_async import Budget, Plutio
from plutio_async.testing import Sandbox

_ROOT = Path(__file__).parent.parent
_LATEST = 0.06
"""The signal is sent within so many seconds after the first record: some twenty pages."""
RECORDS = 200
_READING, _LEFT, _CLOSED = "reading", "left the loop", "closed the client"
_WARNINGS = (
    "TrioInternalError",
    "never retrieved",
    "was destroyed",
    "never awaited",
    "ResourceWarning",
    "Exception ignored",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the tries and prints the outcomes; returns 0 if every try ended correctly."""
    options = _parser().parse_args(arguments)
    if options.child:
        # A shell makes background processes ignore the signal.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        anyio.run(_read, options.child[1], backend=options.child[0])
        return 0
    good = True
    sandbox = Sandbox(limit=None)
    sandbox.seed(tasks=[{"title": f"Task {n}"} for n in range(RECORDS)])
    with sandbox.serving() as url:
        for backend in options.backend or ["asyncio", "trio"]:
            for python in options.python or [sys.executable]:
                ends = Counter(outcomes(backend, url, python, options.tries, options.seed))
                good &= set(ends) <= {""}
                _print(f"{backend}, {python}: {ends.pop('', 0)} of {options.tries} ended correctly")
                for wrong, times in ends.most_common():
                    _print(f"  {times} x {wrong}")
    return 0 if good else 1


def outcomes(backend: str, url: str, python: str, tries: int, seed: int) -> Iterator[str]:
    """The problems of each try, an empty string for none."""
    rng = random.Random(seed)
    command = [python, "-W", "default", "-m", "chaos.interrupts", "--child", backend, url]
    for _ in range(tries):
        with subprocess.Popen(  # noqa: S603 - this program
            command, cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as child:
            assert child.stdout is not None
            child.stdout.readline()
            time.sleep(rng.uniform(0, _LATEST))
            child.send_signal(signal.SIGINT)
            try:
                output, errors = child.communicate(timeout=60)
            except subprocess.TimeoutExpired:
                child.kill()
                yield "it did not end"
                continue
            yield "; ".join(wrong(child.returncode, output, errors))


def wrong(code: int, output: str, errors: str) -> Iterator[str]:
    """The problems in the exit status and the output of a child process."""
    last = errors.strip().rpartition("\n")[2]
    if code != -signal.SIGINT or last != "KeyboardInterrupt":
        yield f"no KeyboardInterrupt but code {code} and {last!r}"
    yield from (f"printed {warning!r}" for warning in _WARNINGS if warning in errors)
    lines = output.split("\n")
    yield from (f"never {mark}" for mark in (_LEFT, _CLOSED) if mark not in lines)
    yield from (line for line in lines if line.startswith("left open"))


async def _read(url: str) -> None:
    """Reads the list repeatedly, three pages ahead."""
    plutio = Plutio("sandbox", "sandbox-secret", business="example", base_url=url, budget=Budget(10**6))
    try:
        async with plutio:
            try:
                for turn in count():
                    async for task in plutio.tasks.iterate(page_size=10, read_ahead=3):
                        if not turn and task.title == "Task 0":
                            _print(_READING)
            finally:
                _print(_LEFT)
    finally:
        _print(_CLOSED)
        if left := connections():
            _print(f"left open: {left} connections")


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m chaos.interrupts", description="Interrupts a program.")
    parser.add_argument("--tries", type=int, default=100, help="tries for each event loop and Python (default: 100)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the random delays (default: 1)")
    parser.add_argument("--backend", action="append", choices=["asyncio", "trio"], help="event loop (default: both)")
    parser.add_argument("--python", action="append", help="interpreter with the package installed (default: this one)")
    parser.add_argument("--child", nargs=2, metavar=("BACKEND", "URL"), help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
