"""A text that is shown to nobody who does not ask for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Secret:
    """Holds a text where neither ``repr`` nor a walk over attributes finds it. A call gives it.

    What an error tracker keeps of a frame are its variables: whoever opens a secret lets go of it before an error can
    pass.
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
