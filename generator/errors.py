"""What the generator says when it cannot go on."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class DescriptionError(Exception):
    """The description cannot be turned into code; the message says where and why."""


class PlaceError(DescriptionError):
    """A mistake in one file of the description, whose line is not looked up yet."""

    def __init__(self, file: str, place: tuple[str | int, ...], problem: str) -> None:
        super().__init__(f"{file}: {problem}")
        self.file, self.place, self.problem = file, place, problem


def meant(word: object, known: Iterable[str]) -> str:
    """The word that was perhaps meant, or else what there can be."""
    words = sorted(known)
    near = get_close_matches(str(word), words, 1, 0.7)
    return f"did you mean {near[0]}?" if near else f"there can be {', '.join(words) or 'none'}"
