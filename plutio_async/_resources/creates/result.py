"""The outcomes of a ``create_many``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from attrs import evolve, frozen

from plutio_async._core.errors import PlutioError, public
from plutio_async._models.model import Model
from plutio_async._resources.outcomes import OUTCOMES, Outcome, check_outcomes

__all__ = ["CreateManyFailed", "CreateResult", "Creation"]

M = TypeVar("M", bound=Model)


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


class CreateResult(Generic[M]):
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

    def __repr__(self) -> str:
        return f"<CreateResult of {len(self)}: {self.summary or 'nothing to do'}>"

    def indexes(self, *outcomes: Outcome) -> list[int]:
        """The indexes of the records with any of the outcomes."""
        check_outcomes(*outcomes)
        return [index for index, creation in enumerate(self._creations) if creation.outcome in outcomes]

    @property
    def ids(self) -> list[str | None]:
        """The ids of the records, in their order; ``None`` for those that are not made."""
        return [creation.id for creation in self._creations]

    @property
    def made(self) -> list[int]:
        """The indexes of the records that were created."""
        return self.indexes("made")

    @property
    def refused(self) -> list[int]:
        """The indexes of the records that the API refused."""
        return self.indexes("refused")

    @property
    def unknown(self) -> list[int]:
        """The indexes of the records that may or may not have been created."""
        return self.indexes("unknown")

    @property
    def pending(self) -> list[int]:
        """The indexes of the records that were certainly not created yet."""
        return self.indexes("pending")

    @property
    def complete(self) -> bool:
        """Whether all records are made."""
        return len(self.made) == len(self)

    @property
    def summary(self) -> str:
        """The number of records by outcome, such as ``300 made, 1 unknown``."""
        counts = Counter(creation.outcome for creation in self._creations)
        return ", ".join(f"{counts[outcome]} {outcome}" for outcome in OUTCOMES if counts[outcome])

    def note(self, index: int, outcome: Outcome, **more: Any) -> None:
        """Sets the outcome of a record."""
        self._creations[index] = evolve(Creation[M](outcome), **more)


@public
class CreateManyFailed(PlutioError):
    """Some records of a ``create_many`` are refused, unknown or pending. ``__cause__`` is the first error.

    ``result`` has the outcome of each. To continue, call it again with the same records and the same journal.
    """

    def __init__(self, message: str, *, result: CreateResult[Any]) -> None:
        super().__init__(message)
        self.result = result
