"""The outcomes of a bulk write, from which it can continue after an interruption."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from attrs import frozen

from plutio_async._core.errors import ConfigurationError, PlutioError, public
from plutio_async._models.json_form import to_json
from plutio_async._resources.outcomes import OUTCOMES, Outcome, check_outcomes

__all__ = ["BulkFailed", "BulkProgress", "BulkResult", "digest"]


class BulkResult(Mapping[str, Outcome]):
    """The outcome for each id, in the order of the ids.

    Pass it in place of the ids to continue an interrupted bulk write. That sends the ``pending`` records, then the
    ``refused`` ones again, and the ``unknown`` ones if the operation is idempotent. To keep the result of a write that
    is cancelled, make one of the ids first and pass it.
    """

    def __init__(self, ids: Iterable[str]) -> None:
        if isinstance(ids, str):
            raise TypeError(f"a bulk write takes a list of ids, not {ids!r}")
        self._outcomes: dict[str, Outcome] = dict.fromkeys(ids, "pending")
        self._job: tuple[str, str] | None = None
        self.errors: dict[str, PlutioError] = {}
        """The errors that left ids ``refused``, ``unknown`` or ``pending``."""

    def __getitem__(self, id: str) -> Outcome:
        return self._outcomes[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._outcomes)

    def __len__(self) -> int:
        return len(self._outcomes)

    def __repr__(self) -> str:
        return f"<BulkResult of {len(self)}: {self.summary or 'nothing to do'}>"

    def ids(self, *outcomes: Outcome) -> list[str]:
        """The ids with any of the outcomes, such as ``result.ids("refused", "unknown")``."""
        check_outcomes(*outcomes)
        return [id for id, outcome in self._outcomes.items() if outcome in outcomes]

    @property
    def done(self) -> list[str]:
        """The ids of the records that were changed, according to the answer."""
        return self.ids("done")

    @property
    def ignored(self) -> list[str]:
        """The ids of the records that the answer shows with another value."""
        return self.ids("ignored")

    @property
    def accepted(self) -> list[str]:
        """The ids of successful calls that do not say what they changed; ``get_many`` shows it."""
        return self.ids("accepted")

    @property
    def missing(self) -> list[str]:
        """The ids that are not among those that the answer names."""
        return self.ids("missing")

    @property
    def refused(self) -> list[str]:
        """The ids of calls that the API refused; ``errors`` has the reasons."""
        return self.ids("refused")

    @property
    def unknown(self) -> list[str]:
        """The ids of the records that may or may not have been changed."""
        return self.ids("unknown")

    @property
    def pending(self) -> list[str]:
        """The ids of the records that were certainly not changed yet."""
        return self.ids("pending")

    @property
    def complete(self) -> bool:
        """Whether no record is refused, unknown or pending."""
        return not self.ids("refused", "unknown", "pending")

    @property
    def summary(self) -> str:
        """The number of records by outcome, such as ``300 done, 100 unknown``."""
        counts = Counter(self._outcomes.values())
        return ", ".join(f"{counts[outcome]} {outcome}" for outcome in OUTCOMES if counts[outcome])

    def note(self, outcomes: Mapping[str, Outcome], error: PlutioError | None = None) -> None:
        """Sets the outcomes of some ids."""
        self._outcomes.update(outcomes)
        for id in outcomes:
            self.errors.pop(id, None)
            if error is not None:
                self.errors[id] = error

    def bind(self, verb: str, body: Mapping[str, Any]) -> None:
        """Binds the result to one write, so that it cannot continue another by mistake."""
        job = verb, digest(body)
        if self._job is None:
            self._job = job
        elif self._job[0] != verb:
            raise ConfigurationError(f"this result belongs to {self._job[0]}(), not to {verb}()")
        elif self._job != job:
            raise ConfigurationError(f"this result belongs to {verb}() with other values: pass the same values")

    def to_json(self) -> str:
        """JSON from which another process can continue. Has the ids and outcomes, but no values and no errors."""
        state = {"v": 1, "job": self._job, "ids": self._outcomes}
        return json.dumps(state, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> BulkResult:
        """Reads the text of ``to_json``.

        Raises:
            ConfigurationError: the text is something else.
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
    """The progress of a bulk write.

    Attributes:
        total: The number of records.
        settled: The records that will not be sent again.
        calls: The calls of this write so far.
        spare: The calls that can be made without waiting, if known.
        result: The outcome of each record so far.
    """

    total: int
    settled: int
    calls: int
    spare: int | None
    result: BulkResult


@public
class BulkFailed(PlutioError):
    """Some records of a bulk write were refused, may or may not have been changed, or were not sent.

    ``result`` has the outcome of each. Pass it to the same method in place of the ids to continue. ``__cause__`` is the
    first error.
    """

    def __init__(self, message: str, *, result: BulkResult) -> None:
        super().__init__(message)
        self.result = result


def digest(body: Mapping[str, Any]) -> str:
    """Equal for equal bodies, whatever the order of their keys."""
    return hashlib.sha256(json.dumps(to_json(body), sort_keys=True, default=repr).encode()).hexdigest()[:16]


def _is_state(state: Any) -> bool:
    match state:
        case {"v": 1, "ids": dict(ids), "job": None | [str(), str()]}:
            return all(outcome in OUTCOMES for outcome in ids.values())
        case _:
            return False
