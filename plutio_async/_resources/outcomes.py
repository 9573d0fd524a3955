"""What became of the records of a write of many: the words, and the results of bulk writes and of ``create_many``."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, get_args

from attrs import frozen

from plutio_async._core.errors import (
    AuthenticationError,
    BusinessNotEnabledError,
    ConfigurationError,
    MethodNotAllowedError,
    PermissionDeniedError,
    PlutioError,
    RateLimitError,
    StatusError,
    public,
)
from plutio_async._core.json_text import json_or_none
from plutio_async._models.json_form import digest
from plutio_async._resources.failure_kinds import kind_of

if TYPE_CHECKING:
    from plutio_async._models.model import Model

K = TypeVar("K")
E = TypeVar("E", bound=PlutioError)
M = TypeVar("M", bound="Model")

Outcome = Literal["made", "done", "ignored", "accepted", "missing", "refused", "unknown", "pending"]
"""The outcome of one record.

- ``made``: the record was created, and its id is known. Only of ``create_many``.
- ``done``: the answer shows the record with the values that were sent; or, if it shows no records, it names the id or
  gives the number of ids that were sent. This and the next three are only of bulk writes.
- ``ignored``: the answer shows the record with another value: the API ignored the new one, or changed its form.
- ``accepted``: the call succeeded, but its answer does not say which records it changed.
- ``missing``: the answer names other records of the call, but not this one.
- ``refused``: the API refused the call; nothing happened.
- ``unknown``: the call was sent and may or may not have happened.
- ``pending``: the call was not sent, or certainly did not arrive.
"""

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

_GENERAL = (AuthenticationError, BusinessNotEnabledError, MethodNotAllowedError, PermissionDeniedError, RateLimitError)
"""Refusals that the next call would meet as well."""


def check_outcomes(*outcomes: str) -> None:
    """Raises ``ValueError`` for a word that is no outcome."""
    if wrong := set(outcomes) - set(OUTCOMES):
        raise ValueError(f"there is no outcome {wrong.pop()!r}; there are {', '.join(OUTCOMES)}")


def outcome_of(error: PlutioError) -> Literal["refused", "unknown", "pending"]:
    """The outcome of the records of a call after an error, by all of its attempts."""
    if error.call is not None and error.call.may_have_acted:
        return "unknown"
    refused = isinstance(error, StatusError) and not kind_of(error).acted
    return "refused" if refused and not isinstance(error, _GENERAL) else "pending"


class Outcomes(ABC, Generic[K]):
    """The outcome of each record, by its key: the id in a bulk write, the index in ``create_many``.

    Lists of records, such as ``refused``, hold their keys.
    """

    @abstractmethod
    def __len__(self) -> int:
        """The number of records."""

    @abstractmethod
    def _by_key(self) -> Iterable[tuple[K, Outcome]]:
        """Each key with its outcome."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self)}: {self.summary or 'nothing to do'}>"

    @property
    def refused(self) -> list[K]:
        """The records that the API refused; the errors have the reasons."""
        return self._with("refused")

    @property
    def unknown(self) -> list[K]:
        """The records whose write may or may not have happened."""
        return self._with("unknown")

    @property
    def pending(self) -> list[K]:
        """The records whose write has certainly not happened yet."""
        return self._with("pending")

    @property
    def complete(self) -> bool:
        """Whether no record is refused, unknown or pending."""
        return not self._with("refused", "unknown", "pending")

    @property
    def summary(self) -> str:
        """The number of records by outcome, such as ``300 done, 100 unknown``."""
        counts = Counter(outcome for _, outcome in self._by_key())
        return ", ".join(f"{counts[outcome]} {outcome}" for outcome in OUTCOMES if counts[outcome])

    def _with(self, *outcomes: Outcome) -> list[K]:
        check_outcomes(*outcomes)
        return [key for key, outcome in self._by_key() if outcome in outcomes]


class BulkResult(Outcomes[str], Mapping[str, Outcome]):
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

    def _by_key(self) -> Iterable[tuple[str, Outcome]]:
        return self._outcomes.items()

    def ids(self, *outcomes: Outcome) -> list[str]:
        """The ids with any of the outcomes, such as ``result.ids("refused", "unknown")``."""
        return self._with(*outcomes)

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
        """The ids that the answer does not name."""
        return self.ids("missing")

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
        state = json_or_none(text)
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


def _is_state(state: Any) -> bool:
    match state:
        case {"v": 1, "ids": dict(ids), "job": None | [str(), str()]}:
            return all(outcome in OUTCOMES for outcome in ids.values())
        case _:
            return False


@frozen
class Creation(Generic[M]):
    """What became of one record.

    Attributes:
        outcome: ``made``, ``refused``, ``unknown`` or ``pending``.
        id: The id of the record that was made.
        record: The record, as its create answered. ``None`` if it was made in an earlier run, or found in the list.
        error: The error that left it refused, unknown or pending.
        similar: If it is unknown: the ids of records that may be it, or another's, so that the answer is yours.
    """

    outcome: Outcome = "pending"
    id: str | None = None
    record: M | None = None
    error: PlutioError | None = None
    similar: tuple[str, ...] = ()


class CreateResult(Outcomes[int], Generic[M]):
    """What became of each record, by its index: ``result[3].outcome``."""

    def __init__(self, count: int) -> None:
        self._creations: list[Creation[M]] = [Creation()] * count

    def __getitem__(self, index: int) -> Creation[M]:
        return self._creations[index]

    def __iter__(self) -> Iterator[Creation[M]]:
        return iter(self._creations)

    def __len__(self) -> int:
        return len(self._creations)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CreateResult) and self._creations == other._creations

    def _by_key(self) -> Iterable[tuple[int, Outcome]]:
        return ((index, creation.outcome) for index, creation in enumerate(self._creations))

    def indexes(self, *outcomes: Outcome) -> list[int]:
        """The indexes of the records with any of the outcomes."""
        return self._with(*outcomes)

    @property
    def ids(self) -> list[str | None]:
        """The ids of the records, in their order; ``None`` for those that are not made."""
        return [creation.id for creation in self._creations]

    @property
    def made(self) -> list[int]:
        """The indexes of the records that were created."""
        return self.indexes("made")

    def note(self, index: int, outcome: Outcome, **more: Any) -> None:
        """Sets the outcome of a record."""
        self._creations[index] = Creation(outcome, **more)


@public
class CreateManyFailed(PlutioError):
    """Some records of a ``create_many`` are refused, unknown or pending. ``__cause__`` is the first error.

    ``result`` has the outcome of each. To continue, call it again with the same records and the same journal.
    """

    def __init__(self, message: str, *, result: CreateResult[Any]) -> None:
        super().__init__(message)
        self.result = result


def explained(failure: E, cause: PlutioError | None) -> E:
    """The failure of a write of many, with what its first error says."""
    failure.__cause__ = cause
    if cause is not None:
        failure.call = cause.call
        failure.message += f" ({cause.message})"
    return failure
