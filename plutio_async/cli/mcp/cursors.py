"""What an assistant comes back to by a short text: where a ``find`` continues, and what ``bulk`` showed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from secrets import token_hex
from typing import Generic, TypeVar

from attrs import frozen

from plutio_async.cli.failures import Problem

T = TypeVar("T")

_KEPT = 500
"""The most of a kind."""


@frozen
class Question:
    """What a ``find`` asks for. ``position`` is the client's cursor after the records that were shown."""

    resource: str
    where: Sequence[str] = ()
    sort: str | None = None
    fields: Sequence[str] | None = None
    limit: int | None = None
    position: str | None = None


class Kept(Generic[T]):
    """The newest of a kind, in this process. ``argument`` names them, ``again`` says what to do without one."""

    def __init__(self, argument: str, again: str) -> None:
        self._argument = argument
        self._again = again
        self._items: OrderedDict[str, T] = OrderedDict()

    def add(self, item: T) -> str:
        """A text for an item."""
        text = token_hex(4)
        self._items[text] = item
        if len(self._items) > _KEPT:
            self._items.popitem(last=False)
        return text

    def find(self, text: str) -> T:
        """The item of a text, which stays valid."""
        try:
            return self._items[text]
        except KeyError:
            raise Problem(f"{self._argument}: {text!r} is unknown or too old; {self._again}") from None

    def take(self, text: str) -> T:
        """The item of a text, which is used up."""
        item = self.find(text)
        del self._items[text]
        return item
