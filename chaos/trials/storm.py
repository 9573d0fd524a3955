"""The storm and the crowd: everything at once, against a server in another process."""

from __future__ import annotations

from collections import Counter

from attrs import evolve

from chaos.crowd import crowd, kept_in_the_crowd
from chaos.promises import Evidence, Promise, promises
from chaos.run import FULL, SHORT, run
from chaos.trial import Tally, Trial

_SMALL = 1000
"""Fewer calls than that do not use up the hour of the long form."""


class Storm(Trial):
    """Every fault at random, cancellations at random, and a limit that binds all the time."""

    name = "storm"
    says = (
        "48 callers at once through every fault of the sandbox, at 600 calls an hour of three seconds: broken promises"
    )
    tries = FULL.calls
    short = SHORT.calls

    def run(self, backend: str, seed: int, tries: int) -> Tally:
        tally = Tally(tries)
        try:
            seen = run(backend, seed, evolve(SHORT if tries < _SMALL else FULL, calls=tries))
        except TimeoutError:
            tally.fail("never ended")
            return tally
        tally.notes |= _weather(seen)
        return _counted(tally, promises(seen))


class Crowd(Trial):
    """Far more callers than calls, with tokens that end and a pause that is asked for while they queue."""

    name = "crowd"
    says = (
        "36 callers queue for 12 calls an hour with tokens of half an hour, and a 429 asks for a pause: broken promises"
    )
    tries = 36
    short = 36

    def run(self, backend: str, seed: int, tries: int) -> Tally:  # noqa: ARG002 - the crowd has its size
        tally = Tally(self.tries)
        try:
            seen = crowd(backend, seed)
        except TimeoutError:
            tally.fail("never ended")
            return tally
        return _counted(tally, kept_in_the_crowd(seen))


def _counted(tally: Tally, found: list[Promise]) -> Tally:
    for promise in found:
        tally.notes[promise.says] = promise.figure
        tally.fail(promise.says, not promise.kept, promise.figure)
    return tally


def _weather(seen: Evidence) -> dict[str, int | str]:
    books = seen.books
    ends = Counter(end.name.lower() for end in seen.callers.told if end is not None)
    return {
        "requests at the server": len(books.moments),
        "… of which for tokens": len(books.token_calls),
        "faults that struck": books.strikes.total(),
        "callers cancelled": ends["cancelled"],
        **{f"calls that failed with {name}": count for name, count in seen.callers.errors.most_common()},
    }
