"""A page as it came, and how two of them compare."""

from __future__ import annotations

from typing import Generic, TypeVar

from attrs import frozen

from plutio_async.pagination.seen import SeenIds

T = TypeVar("T")

Found = tuple[T, int | None, str | None]
"""A record and its place in the list. One that came in among known records has no place but the id before it."""


@frozen
class Page(Generic[T]):
    """Records from the place ``skip`` on; ``size`` is what the server gave, even where ``rows`` were cut."""

    skip: int
    rows: list[T]
    keys: list[str | None]
    size: int


def starts_alike(one: Page[T], other: Page[T]) -> bool:
    """Whether both begin with the same record; those without an id are compared by value."""
    if not one.rows or not other.rows or one.keys[0] != other.keys[0]:
        return False
    return bool(one.keys[0]) or bool(one.rows[0] == other.rows[0])


def known_first(page: Page[T], seen: SeenIds) -> Page[T] | None:
    """The page from its first known record on, ``None`` when it has none."""
    at = next((at for at, key in enumerate(page.keys) if key and key in seen), None)
    if at is None:
        return None
    return Page(page.skip + at, page.rows[at:], page.keys[at:], page.size)
