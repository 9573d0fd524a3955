"""Shows where the time goes: the ten functions that take most, of a call, of decoding, of a first record.

The time that the event loop waits for the server is left out, and the garbage collector is off: it would count for
whatever function it happens to run in.
"""

from __future__ import annotations

import cProfile
import gc
import pstats
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import anyio
from attrs import frozen

from benchmarks.speed import callers, records
from benchmarks.speed.decoding import decoded
from benchmarks.speed.server import served
from benchmarks.speed.starting import FIRST_RECORD, with_bytecode

CALLS = 2_000
PAGES = 20
TOP = 10


@frozen
class Function:
    """A function of a profile: how often it was called each time, and its share of the whole, without what it calls."""

    name: str
    calls: float
    share: float


def main() -> None:
    """Prints a table for each profile."""
    for title, times, profile in profiles():
        print(f"\n**{title}**\n\n| function | times | share |\n| --- | ---: | ---: |")
        for function in top(profile, times):
            print(f"| `{function.name}` | {function.calls:,.4g} | {function.share:.1%} |")
        print(f"\nBy package: {', '.join(f'{name} {share:.0%}' for name, share in packages(profile))}.", flush=True)


def profiles() -> Iterator[tuple[str, int, pstats.Stats]]:
    """The titles, how often the work was done, and the profiles."""
    with served(1) as host:
        yield "A call on the loopback, 1 record", CALLS, _profiled(lambda: anyio.run(_calls, f"{host}/0"))
    page = records.as_json(records.dense(500))
    decoded(page)  # compiles the decoders
    yield "500 dense tasks from bytes", PAGES, _profiled(lambda: _decode(page))
    yield "A program, until its first record", 1, _of_program(FIRST_RECORD)


def top(stats: pstats.Stats, times: int) -> list[Function]:
    """The functions with the most time of their own."""
    busy = _busy(stats)
    whole = sum(own for _, own in busy.values())
    found = [Function(_name(*place), calls / times, own / whole) for place, (calls, own) in busy.items()]
    return sorted(found, key=lambda function: function.share, reverse=True)[:TOP]


def packages(stats: pstats.Stats) -> list[tuple[str, float]]:
    """The packages with at least 2 % of the time. What is written in C counts as built-in, whoever calls it."""
    shares: Counter[str] = Counter()
    for (path, _, _), (_, own) in _busy(stats).items():
        shares[_package(path)] += own  # type: ignore[assignment]  # a counter of seconds
    found = [(name, own / shares.total()) for name, own in shares.most_common()]
    return [(name, share) for name, share in found if share >= 0.02]


def _busy(stats: pstats.Stats) -> dict[tuple[str, int, str], tuple[int, float]]:
    """The calls and the own seconds of each function, without the waits of the event loop."""
    functions: dict[tuple[str, int, str], tuple[int, int, float, float, object]] = vars(stats)["stats"]
    return {place: (calls, own) for place, (_, calls, own, _, _) in functions.items() if "poll" not in place[2]}


def _package(path: str) -> str:
    if path == "~":
        return "built-in"
    if path.startswith("<the decoder") or "plutio_async" in path:
        return "plutio_async"
    if "site-packages" not in path:
        return "benchmarks" if "benchmarks" in path else "the standard library"
    return path.rpartition("site-packages/")[2].partition("/")[0].removesuffix(".py")


def _decode(page: bytes) -> None:
    for _ in range(PAGES):
        decoded(page)


async def _calls(url: str) -> None:
    async with callers.sdk(url)() as ask:
        for _ in range(CALLS):
            await ask(1)


def _profiled(work: Callable[[], object]) -> pstats.Stats:
    profile = cProfile.Profile()
    gc.disable()
    try:
        profile.runcall(work)
    finally:
        gc.enable()
    return pstats.Stats(profile)


def _of_program(program: str) -> pstats.Stats:
    with TemporaryDirectory() as folder, served(1) as host:
        script, output = Path(folder, "program.py"), Path(folder, "profile")
        script.write_text(program, encoding="utf-8")
        command = [sys.executable, "-m", "cProfile", "-o", str(output), str(script), f"{host}/0"]
        for _ in range(2):  # the first one may have to compile modules
            subprocess.run(command, env=with_bytecode(), check=True, capture_output=True)
        return pstats.Stats(str(output))


def _name(path: str, line: int, name: str) -> str:
    """The function with the last two parts of its path; that of a built-in one is its name alone."""
    return (
        re.sub(" at 0x.*", "", name.strip("<>"))
        if path == "~"
        else f"{'/'.join(Path(path).parts[-2:])} {name.strip('<>')}"
    )
