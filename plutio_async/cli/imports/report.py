"""The outcome of each line: rows on stdout, the counts on stderr, and the exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from attrs import define

from plutio_async.cli.failures import Failed, exit_code
from plutio_async.cli.imports.planning import Step
from plutio_async.errors import PlutioError

COLUMNS = ("line", "outcome", "id", "error", "similar")

UNKNOWN, REFUSED = 10, 6
"""Exit codes, as for one write."""


@define
class Outcome:
    """What became of a line: ``made``, ``done`` (an update), ``refused``, ``unknown`` or ``pending``, as in the SDK.

    ``unchanged`` if the record had the values already, ``skipped`` if there was none to update.
    """

    outcome: str = "pending"
    id: str | None = None
    error: PlutioError | None = None
    similar: Sequence[str] = ()


class Report:
    """The outcomes of all lines so far."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.on_answer: Callable[[], None] = _nothing
        """Called after each answer."""
        self._steps = steps
        self.outcomes: list[Outcome] = [_before(step) for step in steps]

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row for each line."""
        for step, outcome in zip(self._steps, self.outcomes, strict=True):
            yield {
                "line": step.row.line,
                "outcome": outcome.outcome,
                "id": outcome.id,
                "error": None if outcome.error is None else outcome.error.message,
                "similar": list(outcome.similar),
            }

    @property
    def summary(self) -> str:
        """The number of lines by outcome."""
        counts = Counter(outcome.outcome for outcome in self.outcomes)
        return ", ".join(f"{count} {outcome}" for outcome, count in counts.items()) or "no lines"

    def failure(self) -> Failed | None:
        """The error that the command ends with; ``None`` if every line is done."""
        open_ones = [one for one in self.outcomes if one.outcome in ("refused", "unknown", "pending")]
        if not open_ones:
            return None
        stopped = next((one.error for one in open_ones if one.outcome == "pending" and one.error is not None), None)
        if stopped is not None:
            return Failed(f"{self.summary}: {stopped}", exit_code(stopped))
        is_unknown = any(one.outcome == "unknown" for one in open_ones)
        return Failed(self.summary, UNKNOWN if is_unknown else REFUSED)


def _before(step: Step) -> Outcome:
    """The outcome of a line before anything is sent. Lines that an earlier run did keep their outcome."""
    words = {"create": "pending", "update": "pending", "skip": "skipped"}
    return Outcome(words.get(step.action, step.action), step.id)


def _nothing() -> None:
    """Without a terminal nothing shows the progress."""
