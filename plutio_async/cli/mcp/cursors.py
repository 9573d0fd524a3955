"""Where a ``find`` continues."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from secrets import token_hex

from attrs import frozen

from plutio_async.cli.failures import Problem

_KEPT = 500
"""The most questions."""


@frozen
class Question:
    """What a ``find`` asks for. ``position`` is the client's cursor after the records that were shown."""

    resource: str
    where: Sequence[str] = ()
    sort: str | None = None
    fields: Sequence[str] | None = None
    position: str | None = None


class Cursors:
    """The questions that can be continued, by short cursors: an assistant copies them, and the client's are long.

    Only the newest are kept, in this process.
    """

    def __init__(self) -> None:
        self._questions: OrderedDict[str, Question] = OrderedDict()

    def add(self, question: Question) -> str:
        """A cursor for a question."""
        cursor = token_hex(4)
        self._questions[cursor] = question
        if len(self._questions) > _KEPT:
            self._questions.popitem(last=False)
        return cursor

    def find(self, cursor: str) -> Question:
        """The question of a cursor, which stays valid."""
        try:
            return self._questions[cursor]
        except KeyError:
            raise Problem(f"cursor: {cursor!r} is unknown or too old; repeat the find without it") from None
