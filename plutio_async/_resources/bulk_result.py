"""What became of each record of a bulk write, and how to go on after an interruption."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Literal, get_args

from attrs import frozen

from plutio_async._core.errors import ConfigurationError, PlutioError
from plutio_async._models.codecs import to_json

__all__ = ["BulkFailed", "BulkProgress", "BulkResult", "Outcome"]

Outcome = Literal["done", "ignored", "accepted", "missing", "failed", "unknown", "pending"]
"""What became of one record.

- ``done``: the answer shows it with the values that were sent. Where it shows no records, this says only that it names
  the id, or counts as many as were sent.
- ``ignored``: the answer shows it with another value than was sent: the API dropped it, or keeps it in another form.
- ``accepted``: the call succeeded, and its answer does not tell which records it changed.
- ``missing``: the answer names others of the same call, but not this one.
- ``failed``: the API refused the call; nothing happened.
- ``unknown``: the call was sent and may or may not have happened.
- ``pending``: not sent, or surely not arrived.
"""

_OUTCOMES = get_args(Outcome)
_VERSION = 1


class BulkResult(Mapping[str, Outcome]):
    """The outcome for each id, in the order in which they were given.

    Give it in place of the ids to go on where a bulk write was interrupted: what is ``pending`` is sent, then what is
    ``failed`` or ``unknown`` again (the latter only where twice is the same as once), and the rest is left alone. Make
    one of the ids beforehand to have it at hand whatever happens, cancellation included.
    """

    def __init__(self, ids: Iterable[str]) -> None:
        if isinstance(ids, str):
            raise TypeError(f"a bulk write needs several ids in a list, not {ids!r}")
        self._outcomes: dict[str, Outcome] = dict.fromkeys(ids, "pending")
        self._job: tuple[str, str] | None = None
        self.errors: dict[str, PlutioError] = {}
        """Why an id is ``failed``, ``unknown`` or ``pending``, where an error is the reason."""

    def __getitem__(self, id: str) -> Outcome:
        return self._outcomes[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._outcomes)

    def __len__(self) -> int:
        return len(self._outcomes)

    def __repr__(self) -> str:
        return f"<BulkResult of {len(self)}: {self.summary or 'nothing to do'}>"

    def ids(self, *outcomes: Outcome) -> list[str]:
        """The ids with one of the outcomes, such as ``result.ids("failed", "unknown")``."""
        if wrong := set(outcomes) - set(_OUTCOMES):
            raise ValueError(f"there is no outcome {wrong.pop()!r}; there are {', '.join(_OUTCOMES)}")
        return [id for id, outcome in self._outcomes.items() if outcome in outcomes]

    @property
    def done(self) -> list[str]:
        """The ids of the records that were changed, as far as the answer tells."""
        return self.ids("done")

    @property
    def ignored(self) -> list[str]:
        """The ids of the records that came back with another value than was sent."""
        return self.ids("ignored")

    @property
    def accepted(self) -> list[str]:
        """The ids that the API took without saying what it did; ``get_many`` tells."""
        return self.ids("accepted")

    @property
    def missing(self) -> list[str]:
        """The ids that the API left out when it named what it changed."""
        return self.ids("missing")

    @property
    def failed(self) -> list[str]:
        """The ids that the API refused to change; ``errors`` has the reasons."""
        return self.ids("failed")

    @property
    def unknown(self) -> list[str]:
        """The ids of the records that may or may not have been changed."""
        return self.ids("unknown")

    @property
    def pending(self) -> list[str]:
        """The ids of the records that were surely not touched yet."""
        return self.ids("pending")

    @property
    def complete(self) -> bool:
        """Whether nothing failed, is unknown or is left to do."""
        return not self.ids("failed", "unknown", "pending")

    @property
    def summary(self) -> str:
        """How many have which outcome, such as ``300 done, 100 unknown``."""
        counts = Counter(self._outcomes.values())
        return ", ".join(f"{counts[outcome]} {outcome}" for outcome in _OUTCOMES if counts[outcome])

    def note(self, outcomes: Mapping[str, Outcome], error: PlutioError | None = None) -> None:
        """Notes what became of some of the ids."""
        self._outcomes.update(outcomes)
        for id in outcomes:
            self.errors.pop(id, None)
            if error is not None:
                self.errors[id] = error

    def bind(self, verb: str, body: Mapping[str, Any]) -> None:
        """Ties the result to one write, so that it cannot go on with another by mistake."""
        job = verb, _digest(body)
        if self._job is None:
            self._job = job
        elif self._job[0] != verb:
            raise ConfigurationError(f"this result belongs to {self._job[0]}(), not to {verb}()")
        elif self._job != job:
            raise ConfigurationError(f"this result belongs to {verb}() with other values: go on with the same ones")

    def to_json(self) -> str:
        """A text to keep, from which another process can go on. It holds ids and outcomes, no values and no errors."""
        state = {"v": _VERSION, "job": self._job, "ids": self._outcomes}
        return json.dumps(state, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> BulkResult:
        """Reads what ``to_json`` gave.

        Raises:
            ConfigurationError: it is something else.
        """
        state: Any = None
        with suppress(TypeError, ValueError, RecursionError):
            state = json.loads(text)
        if not _is_state(state):
            raise ConfigurationError("this is no result of a bulk write: pass the text that result.to_json() gave")
        result = cls(())
        result._outcomes = state["ids"]
        result._job = None if state["job"] is None else (state["job"][0], state["job"][1])
        return result


@frozen
class BulkProgress:
    """How far a bulk write is.

    Attributes:
        total: The records in all.
        settled: Those that will not be sent again.
        calls: The calls made by this run.
        spare: The calls left without waiting, if known.
        result: What became of each record so far.
    """

    total: int
    settled: int
    calls: int
    spare: int | None
    result: BulkResult


class BulkFailed(PlutioError):
    """Some records of a bulk write were refused, may or may not have been changed, or were not sent.

    ``result`` says what became of each. Give it to the same method in place of the ids to go on. ``__cause__`` is the
    first error.
    """

    def __init__(self, message: str, *, result: BulkResult) -> None:
        super().__init__(message)
        self.result = result


def _digest(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(to_json(body), sort_keys=True).encode()).hexdigest()[:16]


def _is_state(state: Any) -> bool:
    return (
        isinstance(state, dict)
        and state.get("v") == _VERSION
        and isinstance(state.get("ids"), dict)
        and all(outcome in _OUTCOMES for outcome in state["ids"].values())
        and _is_job(state.get("job"))
    )


def _is_job(job: Any) -> bool:
    return job is None or (isinstance(job, list) and len(job) == 2 and all(isinstance(part, str) for part in job))
