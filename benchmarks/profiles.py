"""Shows where the time goes: the ten functions that take most, of a call, of decoding, of a first record.

The time that the event loop waits for the server is left out.
"""

from __future__ import annotations

import cProfile
import pstats
import re
import subprocess
import sys
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
            print(f"| `{function.name}` | {function.calls:,.4g} | {function.share:.1%} |", flush=True)


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
    functions: dict[tuple[str, int, str], tuple[int, float, float, float, object]] = vars(stats)["stats"]
    busy = {place: figures for place, figures in functions.items() if "poll" not in place[2]}
    whole = sum(own for _, _, own, _, _ in busy.values())
    found = [Function(_name(*place), calls / times, own / whole) for place, (_, calls, own, _, _) in busy.items()]
    return sorted(found, key=lambda function: function.share, reverse=True)[:TOP]


def _decode(page: bytes) -> None:
    for _ in range(PAGES):
        decoded(page)


async def _calls(url: str) -> None:
    async with callers.sdk(url)() as ask:
        for _ in range(CALLS):
            await ask(1)


def _profiled(work: Callable[[], object]) -> pstats.Stats:
    profile = cProfile.Profile()
    profile.runcall(work)
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


if __name__ == "__main__":
    main()
