"""Prints the results of the trials as the tables of ``docs/reliability.md``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chaos.trial import Tally, Trial

Tallies = Mapping[str, Tally]
"""A tally for each backend."""


def tables(outcomes: Mapping[Trial, Tallies]) -> str:
    """Two tables in Markdown: the failures, and other figures."""
    backends = list(dict.fromkeys(backend for outcome in outcomes.values() for backend in outcome))
    failures = [_row(trial, outcome, backends) for trial, outcome in outcomes.items()]
    figures = [row for trial, outcome in outcomes.items() for row in _figures(trial, outcome, backends)]
    right = " ---: |" * len(backends)
    heads = " | ".join(backends)
    return "\n".join(
        [
            f"| trial | disturbance: failures | tries | failures: {heads} |",
            f"| --- | --- | ---: |{right}",
            *failures,
            "",
            f"| trial | other figures | {heads} |",
            f"| --- | --- |{right}",
            *figures,
        ]
    )


def _row(trial: Trial, outcome: Tallies, backends: list[str]) -> str:
    tries = max(tally.tries for tally in outcome.values())
    cells = " | ".join(_failures(outcome[backend]) for backend in backends)
    return f"| `{trial.name}` | {trial.description} | {tries:,} | {cells} |"


def _failures(tally: Tally) -> str:
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in tally.failures.items())
    return f"{tally.failures.total():,}" + (f" ({kinds})" if kinds else "")


def _figures(trial: Trial, outcome: Tallies, backends: list[str]) -> Iterator[str]:
    for name in dict.fromkeys(name for tally in outcome.values() for name in tally.notes):
        cells = " | ".join(_figure(outcome[backend].notes.get(name, 0)) for backend in backends)
        yield f"| `{trial.name}` | {name} | {cells} |"


def _figure(value: int | str) -> str:
    return f"{value:,}" if isinstance(value, int) else value
