"""``python -m chaos``: all promises on asyncio and on trio, as a table. Ends with 1 when one was broken."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence

from attrs import evolve

from chaos.crowd import crowd, kept_in_the_crowd
from chaos.promises import Evidence, Promise, promises
from chaos.run import FULL, SHORT, Size, run


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs and prints; 0 when every promise was kept."""
    options = _parser().parse_args(arguments)
    size = SHORT if options.short else FULL
    if options.calls:
        size = evolve(size, calls=options.calls)
    kept = True
    _say(f"Chaos with seed {options.seed}: {size}\n")
    for backend in options.backend or ["asyncio", "trio"]:
        kept &= _one(backend, options.seed, size)
    return 0 if kept else 1


def _one(backend: str, seed: int, size: Size) -> bool:
    began = time.monotonic()
    try:
        seen = run(backend, seed, size)
        crowded = kept_in_the_crowd(crowd(backend, seed))
    except TimeoutError:
        _say(f"{backend}: a caller never came back")
        return False
    found = promises(seen)
    lines = [*_told(seen), *map(_line, found), "  In a crowd:", *map(_line, crowded), ""]
    _say("\n".join([f"{backend}, {time.monotonic() - began:.0f} s", *lines]))
    return all(promise.kept for promise in [*found, *crowded])


def _told(seen: Evidence) -> list[str]:
    told = Counter(end.name.lower() for end in seen.callers.told if end is not None)
    strikes = seen.books.strikes
    return [
        f"  requests at the server: {len(seen.books.moments):,}, of which {len(seen.books.token_calls)} for tokens",
        f"  faults: {strikes.total():,} ({_listed(strikes)})",
        f"  callers: {_listed(told)}",
        f"  failures: {_listed(seen.callers.errors) or 'none'}",
    ]


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.most_common())


def _line(promise: Promise) -> str:
    return f"  {'kept  ' if promise.kept else 'BROKEN'}  {promise.says:<48} {promise.figure}"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m chaos", description="Breaks everything and counts the promises.")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same steps and the same faults")
    parser.add_argument("--backend", action="append", choices=["asyncio", "trio"], help="both, unless one is named")
    parser.add_argument("--calls", type=int, help=f"how many calls the callers make (default: {FULL.calls})")
    parser.add_argument("--short", action="store_true", help=f"{SHORT}")
    return parser


if __name__ == "__main__":
    sys.exit(main())
