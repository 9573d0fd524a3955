"""What the generator says when it cannot go on."""

from __future__ import annotations


class DescriptionError(Exception):
    """The description cannot be turned into code; the message says where and why."""


class PlaceError(DescriptionError):
    """A mistake in one file of the description, whose line is not looked up yet."""

    def __init__(self, file: str, place: tuple[str | int, ...], problem: str) -> None:
        super().__init__(f"{file}: {problem}")
        self.file, self.place, self.problem = file, place, problem
