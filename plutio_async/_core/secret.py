"""A text that is not shown by accident."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Secret:
    """Holds a text that neither ``repr`` nor the attributes show. Call it to get the text.

    Error trackers save the variables of frames: drop the text before an error can be raised.
    """

    __slots__ = ("_open",)

    def __init__(self, text: Any) -> None:
        value = text() if isinstance(text, Secret) else text
        self._open: Callable[[], Any] = lambda: value

    def __call__(self) -> Any:
        return self._open()

    def __repr__(self) -> str:
        return "<secret>"

    def __eq__(self, other: object) -> bool:
        return self._open() == other._open() if isinstance(other, Secret) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._open())

    def __reduce__(self) -> tuple[Any, ...]:
        return Secret, (self._open(),)
