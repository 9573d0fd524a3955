"""Combined trials against a server in another process."""

from __future__ import annotations

from collections import Counter

from attrs import evolve

from chaos.crowd import crowd, crowd_promises
from chaos.promises import Evidence, Promise, promises
from chaos.run import FULL, SHORT, run
from chaos.trial import Tally, Trial

_SMALL = 1000
"""Fewer calls do not use up the hour of the long form."""


class Storm(Trial):
    """Random faults, random cancellations, and an hourly limit that is always reached."""

    name = "storm"
    description = "48 concurrent callers, all faults of the sandbox, 600 calls an hour of 3 seconds: broken promises"
    tries = FULL.calls
    short = SHORT.calls

    def run(self, backend: str, seed: int, tries: int) -> Tally:
        tally = Tally(tries)
        try:
            evidence = run(backend, seed, evolve(SHORT if tries < _SMALL else FULL, calls=tries))
        except TimeoutError:
            tally.fail("never ended")
            return tally
        tally.notes |= _figures(evidence)
        return _counted(tally, promises(evidence))


class Crowd(Trial):
    """More callers than calls an hour; tokens expire and a pause is requested while callers queue."""

    name = "crowd"
    description = "36 callers, 12 calls an hour, tokens that live half an hour, and a 429 with a pause: broken promises"
    tries = 36
    short = 36

    def run(self, backend: str, seed: int, tries: int) -> Tally:  # noqa: ARG002 - the number of callers is fixed
        tally = Tally(self.tries)
        try:
            evidence = crowd(backend, seed)
        except TimeoutError:
            tally.fail("never ended")
            return tally
        return _counted(tally, crowd_promises(evidence))


def _counted(tally: Tally, found: list[Promise]) -> Tally:
    for promise in found:
        tally.notes[promise.description] = promise.figure
        tally.fail(promise.description, not promise.kept, promise.figure)
    return tally


def _figures(evidence: Evidence) -> dict[str, int | str]:
    log = evidence.log
    ends = Counter(end.name.lower() for end in evidence.callers.outcomes if end is not None)
    return {
        "requests at the server": len(log.times),
        "… of which token calls": len(log.token_calls),
        "faults": log.strikes.total(),
        "cancelled calls": ends["cancelled"],
        **{f"calls that failed with {name}": count for name, count in evidence.callers.errors.most_common()},
    }
