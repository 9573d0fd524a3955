"""Ctrl-C at random times."""

from __future__ import annotations

import sys

from chaos.interrupts import RECORDS, outcomes
from chaos.trial import Tally, Trial
from plutio_async.testing import Sandbox


class Interrupts(Trial):
    """Runs each try in another process."""

    name = "interrupts"
    description = (
        "Ctrl-C while pages are read ahead: a program that does not end, an error other than KeyboardInterrupt, a "
        "`finally` that does not run, a connection left open"
    )
    tries = 30
    short = 1

    def run(self, backend: str, seed: int, tries: int) -> Tally:
        tally = Tally()
        sandbox = Sandbox(limit=None, keep_calls=0)
        sandbox.seed(tasks=[{"title": f"Task {n}"} for n in range(RECORDS)])
        with sandbox.serving() as url:
            for number, wrong in enumerate(outcomes(backend, url, sys.executable, tries, seed)):
                tally.tries, tally.trying = number + 1, number
                tally.fail(wrong, bool(wrong))
        return tally
