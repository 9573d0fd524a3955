"""``python -m chaos``: all trials on asyncio and on trio, as a table. Exits with 1 if anything failed."""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Sequence

from chaos.table import tables
from chaos.trial import Tally, Trial
from chaos.trials import TRIALS

_NAMES = [trial.name for trial in TRIALS]
_BACKENDS = ["asyncio", "trio"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the trials and prints the tables; 0 when nothing failed."""
    options = _parser().parse_args(arguments)
    logging.getLogger("plutio_async").addHandler(logging.NullHandler())  # what it warns of is meant here
    chosen = [trial for trial in TRIALS if not options.only or trial.name in options.only]
    if options.list:
        _say("\n".join(f"{trial.name:<12} {trial.tries:>6,} tries: {trial.says}" for trial in chosen))
        return 0
    outcomes = {}
    for trial in chosen:
        tries = options.calls or (trial.short if options.short else trial.tries)
        backends = options.backend or _BACKENDS
        outcomes[trial] = {backend: _run(trial, backend, options.seed, tries) for backend in backends}
    _say(tables(outcomes))
    return int(any(tally.failures for outcome in outcomes.values() for tally in outcome.values()))


def _run(trial: Trial, backend: str, seed: int, tries: int) -> Tally:
    began = time.monotonic()
    tally = trial.run(backend, seed, tries)
    took = time.monotonic() - began
    _report(f"{trial.name} on {backend}: {tally.tries:,} tries, {tally.failures.total():,} failures, {took:.0f} s")
    for kind, count in tally.failures.items():
        _report(f"  {count:,} × {kind}; the first: {tally.first[kind] or 'as it says'}")
    return tally


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _report(text: str) -> None:
    """What is going on, beside the tables."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m chaos", description="Breaks everything and counts what fails.")
    parser.add_argument("--only", nargs="+", action="extend", choices=_NAMES, metavar="NAME", help="these trials alone")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same tries (default: 1)")
    parser.add_argument("--backend", action="append", choices=_BACKENDS, help="both, unless one is named")
    parser.add_argument("--calls", type=int, help="how many tries each trial makes, in place of its own number")
    parser.add_argument("--short", action="store_true", help="as few tries as the tests make")
    parser.add_argument("--list", action="store_true", help="says what the trials are, and runs none")
    return parser


if __name__ == "__main__":
    sys.exit(main())
