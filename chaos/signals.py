"""``python -m chaos.signals``: signals at random moments of a program with the synchronous client. Prints its failures.

The handler raises, as that of Ctrl-C and those of timeouts do. If a call does not return, the program ends with the
traceback of each thread.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pkgutil import resolve_name
from random import Random
from typing import Any

from chaos.trial import Tally
from plutio_async.sync import Plutio
from plutio_async.testing import Sandbox

CLIENT = "plutio_async.sync:Plutio"
_ROUND = 500
"""So many tries have one server and one client."""
_LATEST = 0.002
"""The signal is sent within so many seconds: several calls."""
_RECORDS = 20


class Interrupted(Exception):
    """What the handler raises, as Celery's ``SoftTimeLimitExceeded``."""


class Round:
    """Some tries with one client, and the titles that it created."""

    def __init__(self, client: type[Plutio], rng: Random, tally: Tally) -> None:
        self._client = client
        self._rng = rng
        self._tally = tally
        self._sandbox = Sandbox(limit=None, keep_calls=0)
        self._sandbox.seed(tasks=[{"title": "seeded"} for _ in range(_RECORDS)])
        self._sent = 0
        self._created: list[str] = []
        self._came = False

    def run(self, tries: int) -> None:
        """Makes the tries and counts failures."""
        before = threading.active_count()
        signal.signal(signal.SIGALRM, self._interrupt)
        with self._open() as plutio:
            plutio.tasks.list(limit=1)
            for _ in range(tries):
                self._try_once(plutio)
                self._tally.tries += 1
        titles = Counter(record["title"] for record in self._sandbox.records("tasks"))
        del titles["seeded"]
        self._tally.note("creates that were interrupted", self._sent - len(self._created))
        self._tally.note("… of which happened", len(titles.keys() - {*self._created}))
        self._tally.fail("duplicated creates", sum(count > 1 for count in titles.values()))
        self._tally.fail("acknowledged creates that are missing", len({*self._created} - titles.keys()))
        self._tally.fail("threads left", max(0, threading.active_count() - before))  # others may have ended

    def _open(self) -> Plutio:
        return self._client.sandbox(self._sandbox, budget=10**6)

    def _try_once(self, plutio: Plutio) -> None:
        act = self._rng.choice((self._create, self._read, self._walk, self._use_another))
        self._came = False
        try:
            self._repeat(partial(act, plutio))
        except Interrupted:
            self._tally.note("calls that were interrupted")
        try:
            plutio.tasks.list(limit=1)
        except Exception as error:  # noqa: BLE001 - any exception is a failure
            self._tally.fail("failed next calls", detail=repr(error))

    def _repeat(self, act: Callable[[], None]) -> None:
        """Repeats calls until the signal comes. Not inside the `try`, which does not guard the jump of a loop."""
        signal.setitimer(signal.ITIMER_REAL, self._rng.uniform(1e-5, _LATEST))
        while not self._came:
            act()

    def _interrupt(self, *_: object) -> None:
        self._came = True
        raise Interrupted

    def _create(self, plutio: Plutio) -> None:
        self._sent += 1
        title = f"task {self._sent}"
        plutio.tasks.create(title=title)
        self._created.append(title)

    def _read(self, plutio: Plutio) -> None:
        plutio.tasks.list(limit=1)

    def _walk(self, plutio: Plutio) -> None:
        for _ in plutio.tasks.iterate(page_size=10, read_ahead=1):
            pass

    def _use_another(self, _: Plutio) -> None:
        with self._open() as other:
            other.tasks.list(limit=1)


def main(arguments: Sequence[str] | None = None) -> None:
    """Makes the tries, and prints the counts as JSON."""
    options = _parser().parse_args(arguments)
    tally, rng, client = Tally(), Random(options.seed), resolve_name(options.client)
    sys.unraisablehook = partial(_ignored, tally)
    while tally.tries < options.tries:
        faulthandler.dump_traceback_later(options.seconds, exit=True)
        Round(client, rng, tally).run(min(_ROUND, options.tries - tally.tries))
    faulthandler.cancel_dump_traceback_later()
    found: dict[str, Any] = {"failures": tally.failures, "first": tally.first, "notes": tally.notes}
    sys.stdout.write(json.dumps(found))


def _ignored(tally: Tally, ignored: sys.UnraisableHookArgs) -> None:
    """Counts an exception that Python ignores, as it does with all that are raised in a destructor."""
    if ignored.exc_type is Interrupted:
        tally.note("signals in a destructor, which Python ignores")
    elif ignored.exc_type is ResourceWarning:  # where warnings are errors
        tally.note("clients whose closing was interrupted, which warn of it")
    else:
        tally.fail("ignored exceptions", detail=repr(ignored.exc_value))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m chaos.signals", description="Interrupts the synchronous client.")
    parser.add_argument("--tries", type=int, default=20_000, help="number of signals (default: 20,000)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the random moments (default: 1)")
    parser.add_argument("--seconds", type=float, default=60.0, help="the longest time of 500 tries (default: 60)")
    parser.add_argument("--client", default=CLIENT, help=f"class of the client (default: {CLIENT})")
    return parser


if __name__ == "__main__":
    main()
