"""``python -m chaos``: runs the trials on asyncio and on trio, and prints tables. Exits with 1 after any failure."""

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
    """Runs the trials and prints the tables; returns 0 if nothing failed."""
    options = _parser().parse_args(arguments)
    logging.getLogger("plutio_async").addHandler(logging.NullHandler())  # the trials cause warnings on purpose
    chosen = [trial for trial in TRIALS if not options.only or trial.name in options.only]
    if options.list:
        _print("\n".join(f"{trial.name:<12} {trial.tries:>6,} tries: {trial.description}" for trial in chosen))
        return 0
    outcomes = {}
    for trial in chosen:
        tries = options.calls or (trial.short if options.short else trial.tries)
        backends = options.backend or _BACKENDS
        outcomes[trial] = {backend: _run(trial, backend, options.seed, tries) for backend in backends}
    _print(tables(outcomes))
    return int(any(tally.failures for outcome in outcomes.values() for tally in outcome.values()))


def _run(trial: Trial, backend: str, seed: int, tries: int) -> Tally:
    began = time.monotonic()
    tally = trial.run(backend, seed, tries)
    took = time.monotonic() - began
    _report(f"{trial.name} on {backend}: {tally.tries:,} tries, {tally.failures.total():,} failures, {took:.0f} s")
    for kind, count in tally.failures.items():
        _report(f"  {count:,} × {kind}; the first: {tally.first[kind] or 'no details'}")
    return tally


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _report(text: str) -> None:
    """Progress, on standard error."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m chaos", description="Disturbs the client and counts failures.")
    parser.add_argument("--only", nargs="+", action="extend", choices=_NAMES, metavar="NAME", help="only these trials")
    parser.add_argument("--seed", type=int, default=1, help="seed of the random numbers (default: 1)")
    parser.add_argument("--backend", action="append", choices=_BACKENDS, help="event loop (default: both)")
    parser.add_argument("--calls", type=int, help="number of tries of each trial")
    parser.add_argument("--short", action="store_true", help="as few tries as in the tests")
    parser.add_argument("--list", action="store_true", help="list the trials and exit")
    return parser


if __name__ == "__main__":
    sys.exit(main())
